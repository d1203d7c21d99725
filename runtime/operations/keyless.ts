import { InvalidQuery } from "../errors/index.js";
import { metaOf, type Instance } from "../meta/instance-identity.js";

/**
 * A row of a table without a primary key cannot be told from another.
 *
 * @throws InvalidQuery that says what to do instead.
 */
export function refuseKeyless(instance: Instance, method: string): void {
  const { name, primaryKey } = metaOf(instance);
  if (primaryKey.length > 0) return;
  throw new InvalidQuery(
    `${name} has no primary key: ${method}() cannot tell one row from another; name its rows by conditions, with filter()`,
  );
}
