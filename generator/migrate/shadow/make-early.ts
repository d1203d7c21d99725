import type { Catalogue } from "../catalogue/catalogue.js";
import { createEnum } from "../ddl/create-sql.js";
import { quoteIn, quoteName } from "../ddl/quote.js";
import type { DatabaseState } from "../state/state.js";
import type { Shadow } from "./shadow.js";

/** What the models' own tables are made of and models do not say: a domain, an enum, a function in a default. */
export async function makeEarly(
  shadow: Shadow,
  { others, extensions, enums }: Catalogue,
  state: DatabaseState,
): Promise<void> {
  for (const name of extensions) await shadow.script(`CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}`);
  const said = new Set(state.enums.map(({ name }) => name));
  for (const { schema, name, labels } of enums) {
    if (schema === "public" && said.has(name)) continue;
    await shadow.script(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
    await shadow.script(createEnum({ name, labels }, quoteIn(schema, name)));
  }
  await shadow.script("SET check_function_bodies = off");
  for (const { early, statement } of others) if (early && statement !== null) await shadow.script(statement);
}
