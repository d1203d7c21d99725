import type { Catalogue, CatalogueColumn, CatalogueTable } from "../catalogue/catalogue.js";
import { createEnum } from "./create-sql.js";
import { MigrationError } from "../migration-errors.js";
import { grouped, quoteName, quoteText } from "./quote.js";

/**
 * Statements that make a database as it is, in the server's own words: what models cannot say is kept too.
 *
 * Throws `MigrationError` where it holds partitions or foreign tables, or an aggregate, which the server does not print.
 */
export function baselineSql({ tables, enums, extensions, others }: Catalogue): string[] {
  const odd = tables
    .filter(({ kind }) => kind !== "table")
    .map(({ schema, name, kind }) => `${schema}.${name} (${kind})`);
  const unprinted = others
    .filter(({ statement }) => statement === null)
    .map(({ kind, name }) => `${kind} ${name}`);
  if (odd.length + unprinted.length > 0) {
    throw new MigrationError(
      `A baseline cannot hold ${[...odd, ...unprinted].join(", ")} yet: write 0001_baseline.sql from \`pg_dump --schema-only\`, then run \`npx ormgen makemigrations --record\``,
    );
  }
  const schemas = new Set(
    [...tables, ...enums, ...others].map(({ schema }) => schema).filter((name) => name !== "public"),
  );
  const made = (early: boolean) =>
    others.filter((each) => each.early === early).map(({ statement }) => `${statement ?? ""};`);
  const constraints = (foreign: boolean) =>
    tables.flatMap((table) =>
      table.constraints
        .filter(({ kind }) => (kind === "foreignKey") === foreign && kind !== "trigger")
        .map(
          ({ name, definition }) =>
            `ALTER TABLE ${full(table)} ADD CONSTRAINT ${quoteName(name)} ${definition};`,
        ),
    );
  return [
    "SET LOCAL check_function_bodies = off;",
    ...extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)};`),
    ...[...schemas].sort().map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)};`),
    ...enums.map(({ schema, name, labels }) =>
      createEnum({ name, labels }).replace(quoteName(name), () => full({ schema, name })),
    ),
    ...made(true),
    ...tables.map(createTable),
    ...constraints(false),
    ...constraints(true),
    ...tables.flatMap(({ indexes }) => indexes.map(({ definition }) => `${definition};`)),
    ...made(false),
    ...tables.flatMap(comments),
  ];
}

function full({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "public" ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

function createTable(table: CatalogueTable): string {
  return `CREATE TABLE ${full(table)} (\n${table.columns.map((each) => `  ${column(each)}`).join(",\n")}\n);`;
}

const SERIALS: Readonly<Record<string, string>> = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};

function column({
  name,
  type,
  null: nullable,
  default: value,
  identity,
  generated,
  collation,
}: CatalogueColumn): string {
  const parts = [quoteName(name), identity === "serial" ? (SERIALS[type] ?? type) : type];
  if (collation !== null) parts.push(`COLLATE ${quoteName(collation)}`);
  if (identity === "always" || identity === "default") {
    parts.push(`GENERATED ${identity === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`);
  }
  if (generated !== null) parts.push(`GENERATED ALWAYS AS ${grouped(generated)} STORED`);
  if (value !== null) parts.push(`DEFAULT ${value}`);
  if (!nullable) parts.push("NOT NULL");
  return parts.join(" ");
}

function comments(table: CatalogueTable): string[] {
  const name = full(table);
  return [
    ...(table.comment === null ? [] : [`COMMENT ON TABLE ${name} IS ${quoteText(table.comment)};`]),
    ...table.columns.flatMap(({ name: own, comment }) =>
      comment === null ? [] : [`COMMENT ON COLUMN ${name}.${quoteName(own)} IS ${quoteText(comment)};`],
    ),
  ];
}
