import type { Catalogue, CatalogueColumn, CatalogueTable } from "../catalogue/catalogue.js";
import { word } from "./create-index.js";
import { createEnum } from "./create-sql.js";
import { MigrationError } from "../migration-errors.js";
import { isCounted } from "./late-defaults.js";
import { grouped, quoteName, quoteText } from "./quote.js";

/**
 * Statements that make a database as it is, in the server's own words: what models cannot say is kept too.
 *
 * Throws `MigrationError` where it holds foreign tables.
 */
export function baselineSql(catalogue: Catalogue): string[] {
  const { tables, enums, others } = catalogue;
  const odd = tables
    .filter(({ kind }) => kind === "foreign")
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
    ...createExtensions(catalogue),
    ...[...schemas].sort().map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteName(name)};`),
    ...enums.map((each) => createEnum(each, full(each))),
    ...made(true),
    ...parentsFirst(tables).map(createTable),
    ...tables.flatMap(lateDefaults),
    ...constraints(false),
    ...constraints(true),
    ...tables.flatMap(({ indexes }) =>
      indexes.map(({ definition }) => `${definition.replace(" ON ONLY ", " ON ")};`),
    ),
    ...made(false),
    ...tables.flatMap(comments),
  ];
}

/** Each in the schema where its objects lie. */
export function createExtensions({
  extensions,
  extensionSchemas: places,
}: Pick<Catalogue, "extensions" | "extensionSchemas">): string[] {
  return extensions.flatMap((name) => {
    const schema = places[name];
    const create = `CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}`;
    return schema === undefined
      ? [`${create};`]
      : [`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)};`, `${create} SCHEMA ${quoteName(schema)};`];
  });
}

/** A partition comes behind the table that it is of, which may be a partition itself. */
function parentsFirst(tables: readonly CatalogueTable[]): CatalogueTable[] {
  const depth = ({ partitionOf: of }: CatalogueTable): number => {
    const parent = tables.find(({ schema, name }) => schema === of?.schema && name === of.table);
    return of === null || parent === undefined ? 0 : 1 + depth(parent);
  };
  return [...tables].sort((a, b) => depth(a) - depth(b));
}

function full({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "public" ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

function createTable(table: CatalogueTable): string {
  const { columns, partitionBy, partitionOf: parent } = table;
  const behind = partitionBy === null ? "" : ` PARTITION BY ${partitionBy}`;
  if (parent !== null) {
    const of = full({ schema: parent.schema, name: parent.table });
    return `CREATE TABLE ${full(table)} PARTITION OF ${of} ${parent.bound}${behind};`;
  }
  return `CREATE TABLE ${full(table)} (\n${columns.map((each) => `  ${column(each)}`).join(",\n")}\n)${behind};`;
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
  virtual,
  collation,
}: CatalogueColumn): string {
  const parts = [quoteName(name), identity === "serial" ? (SERIALS[type] ?? type) : type];
  if (collation !== null) parts.push(`COLLATE ${word(collation)}`);
  if (identity === "always" || identity === "default") {
    parts.push(`GENERATED ${identity === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`);
  }
  if (generated !== null)
    parts.push(`GENERATED ALWAYS AS ${grouped(generated)} ${virtual ? "VIRTUAL" : "STORED"}`);
  if (value !== null && !isCounted(value)) parts.push(`DEFAULT ${value}`);
  if (!nullable) parts.push("NOT NULL");
  return parts.join(" ");
}

/** What counts by the sequence of another table's column waits for that table. */
function lateDefaults(table: CatalogueTable): string[] {
  return table.columns.flatMap(({ name, default: value }) =>
    value !== null && isCounted(value)
      ? [`ALTER TABLE ${full(table)} ALTER COLUMN ${quoteName(name)} SET DEFAULT ${value};`]
      : [],
  );
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
