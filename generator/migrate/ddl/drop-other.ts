import type { CatalogueOther } from "../catalogue/catalogue.js";
import { MigrationError } from "../migration-errors.js";
import { quoteIn, quoteName } from "./quote.js";

const PLAIN: Readonly<Record<string, string>> = {
  ...{ view: "VIEW", "materialized view": "MATERIALIZED VIEW", sequence: "SEQUENCE" },
  ...{ domain: "DOMAIN", "composite type": "TYPE", "range type": "TYPE", statistics: "STATISTICS" },
  ...{ collation: "COLLATION" },
};
const ROUTINES: Readonly<Record<string, string>> = {
  ...{ function: "FUNCTION", procedure: "PROCEDURE", aggregate: "AGGREGATE" },
};
const OF_TABLES: Readonly<Record<string, string>> = { trigger: "TRIGGER", policy: "POLICY", rule: "RULE" };

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Whether a trigger, a policy or a rule is one of a table: it is named `table.name`. */
export function liesOn(other: Named, table: Named): boolean {
  return table.schema === other.schema && other.name.startsWith(`${table.name}.`);
}

/** What undoes the statement of an object that models do not know; the tables are those that it may lie on. */
export function dropOther(
  { kind, schema, name, definition }: Pick<CatalogueOther, "kind" | "schema" | "name" | "definition">,
  tables: readonly Named[],
): string {
  if (PLAIN[kind] !== undefined) return `DROP ${PLAIN[kind]} ${quoteIn(schema, name)};`;
  // A routine's name comes with its arguments, quoted.
  if (ROUTINES[kind] !== undefined) return `DROP ${ROUTINES[kind]} ${name};`;
  if (kind === "row security") {
    return `ALTER TABLE ${quoteIn(schema, name)} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;`;
  }
  if (kind === "comment") return `COMMENT ON ${name} IS NULL;`;
  if (kind === "unlogged") return `ALTER TABLE ${quoteIn(schema, name)} SET LOGGED;`;
  if (kind === "storage parameters") {
    const set = definition.split(", ").map((each) => each.slice(0, each.indexOf("=")));
    return `ALTER TABLE ${quoteIn(schema, name)} RESET (${set.join(", ")});`;
  }
  const table = tables.find((each) => liesOn({ schema, name }, each));
  if (kind === "inheritance" && table !== undefined)
    return `ALTER TABLE ${quoteIn(schema, table.name)} NO INHERIT ${name.slice(table.name.length + 1)};`;
  const word = OF_TABLES[kind];
  if (word === undefined || table === undefined)
    throw new MigrationError(`It is not known how ${kind} ${name} is dropped`);
  return `DROP ${word} ${quoteName(name.slice(table.name.length + 1))} ON ${quoteIn(schema, table.name)};`;
}
