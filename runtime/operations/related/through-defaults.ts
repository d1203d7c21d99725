import { InvalidValue, knownOptions } from "../../errors/index.js";
import { isInstance } from "../../meta/instance-identity.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import type { BulkOption } from "./one-by-one.js";

export interface ThroughOptions {
  /** Values for the new rows in between; a function is called for each of them. */
  readonly throughDefaults?: object;
}

/** Rows come one by one, and options last: `add(user, { throughDefaults: { … } })`, `add(book, { bulk: false })`. */
export function withOptions(given: readonly unknown[]): {
  readonly items: readonly unknown[];
  readonly options: ThroughOptions & BulkOption;
} {
  const last = given.at(-1);
  const isOptions =
    typeof last === "object" &&
    last !== null &&
    !isInstance(last) &&
    ["throughDefaults", "bulk"].some((name) => Object.hasOwn(last, name));
  return isOptions ? { items: given.slice(0, -1), options: last } : { items: given, options: {} };
}

/**
 * The values that a call gives to the rows in between.
 *
 * @param further what options the method has beside them.
 * @throws InvalidValue where there are no such rows, or where a value would lead them elsewhere.
 */
export function throughDefaults(
  relation: RelationMeta,
  method: string,
  options: ThroughOptions,
  further: readonly string[] = [],
): object {
  knownOptions(method, options, ["throughDefaults", ...further]);
  const { throughDefaults: values } = options;
  if (values === undefined) return {};
  const label = relationLabel(relation);
  if (typeof values !== "object" || values === null || Array.isArray(values) || isInstance(values)) {
    throw new InvalidValue(`${label}: throughDefaults takes an object of fields and values`);
  }
  const { through } = relation;
  if (!through) {
    throw new InvalidValue(`${label} has no rows in between: ${method} takes no throughDefaults here`);
  }
  for (const end of [through.source, through.target]) {
    const columns = end.column?.columns ?? [];
    const names = [end.queryName, ...columns.flatMap((column) => [column.name, column.attribute])];
    const name = names.find((each) => Object.hasOwn(values, each));
    if (name === undefined) continue;
    throw new InvalidValue(
      `${label}: throughDefaults cannot set ${through.model.name}.${name}: ${method} says which rows it links`,
    );
  }
  return values;
}
