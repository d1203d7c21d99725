import type { Catalogue } from "../catalogue/catalogue.js";
import { createExtensions } from "../ddl/baseline-sql.js";
import { createEnum } from "../ddl/create-sql.js";
import { quoteIn, quoteName } from "../ddl/quote.js";
import type { DatabaseState } from "../state/state.js";
import type { Shadow } from "./shadow.js";

/** Makes what the models' own tables are made of and models do not say: see `earlySql`. */
export async function makeEarly(
  shadow: Shadow,
  catalogue: Catalogue,
  states: readonly DatabaseState[],
): Promise<void> {
  for (const sql of earlySql(catalogue, states)) await shadow.script(sql);
}

/**
 * A domain, an enum, a function in a default: what the models' own tables are made of and models do not say. What one of
 * the states says is made by it, or was dropped.
 */
export function earlySql(catalogue: Catalogue, states: readonly DatabaseState[]): string[] {
  const said = new Set(states.flatMap(({ enums }) => enums.map(({ name }) => name)));
  const enums = catalogue.enums.filter(({ schema, name }) => schema !== "public" || !said.has(name));
  const others = catalogue.others.filter(({ early, statement }) => early && statement !== null);
  const schemas = new Set([...enums, ...others].map(({ schema }) => schema));
  return [
    ...createExtensions(catalogue),
    ...[...schemas].map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}`),
    ...enums.map(({ schema, name, labels }) => createEnum({ name, labels }, quoteIn(schema, name))),
    "SET check_function_bodies = off",
    ...others.map(({ statement }) => statement ?? ""),
  ];
}
