import type { CatalogueOther, CatalogueTable } from "../catalogue/catalogue.js";
import { MigrationError } from "../migration-errors.js";
import { quoteName } from "./quote.js";

const PLAIN: Readonly<Record<string, string>> = {
  ...{ view: "VIEW", "materialized view": "MATERIALIZED VIEW", sequence: "SEQUENCE" },
  ...{ domain: "DOMAIN", "composite type": "TYPE" },
};
const ROUTINES: Readonly<Record<string, string>> = {
  ...{ function: "FUNCTION", procedure: "PROCEDURE", aggregate: "AGGREGATE" },
};
const OF_TABLES: Readonly<Record<string, string>> = { trigger: "TRIGGER", policy: "POLICY", rule: "RULE" };

/** What undoes the statement of an object that models do not know; the tables are those that it may lie on. */
export function dropOther(
  { kind, schema, name }: Pick<CatalogueOther, "kind" | "schema" | "name">,
  tables: readonly Pick<CatalogueTable, "schema" | "name">[],
): string {
  const full = (own: string): string => `${quoteName(schema)}.${quoteName(own)}`;
  if (PLAIN[kind] !== undefined) return `DROP ${PLAIN[kind]} ${full(name)};`;
  // A routine's name comes with its arguments, quoted.
  if (ROUTINES[kind] !== undefined) return `DROP ${ROUTINES[kind]} ${name};`;
  if (kind === "row security") {
    return `ALTER TABLE ${full(name)} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;`;
  }
  const table = tables.find((each) => each.schema === schema && name.startsWith(`${each.name}.`));
  const word = OF_TABLES[kind];
  if (word === undefined || table === undefined)
    throw new MigrationError(`It is not known how ${kind} ${name} is dropped`);
  return `DROP ${word} ${quoteName(name.slice(table.name.length + 1))} ON ${full(table.name)};`;
}
