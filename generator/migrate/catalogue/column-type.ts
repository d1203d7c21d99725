import { collated } from "../state/column-type.js";
import type { CatalogueColumn } from "./catalogue.js";

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^character varying\b/, "varchar"],
  [/^character\b/, "char"],
  [/^timestamp(\(\d+\))? with time zone/, "timestamptz$1"],
  [/^timestamp(\(\d+\))? without time zone/, "timestamp$1"],
  [/^time(\(\d+\))? without time zone/, "time$1"],
  [/^time(\(\d+\))? with time zone/, "timetz$1"],
];

/** A type as the server prints it, as models write it: `character varying(20)` is `varchar(20)`. */
export function writtenType(printed: string): string {
  for (const [pattern, name] of NAMES) {
    if (pattern.test(printed)) return printed.replace(pattern, name);
  }
  const bare = /^([a-z_][a-z0-9_]*)((?:\[\])*)$/.exec(printed);
  // What is no word of PostgreSQL's own is a type of the user's, which models quote.
  if (bare !== null && !BUILT_IN.has(bare[1] ?? "")) return `"${bare[1] ?? ""}"${bare[2] ?? ""}`;
  return printed;
}

/** The type of a column, with its collation. */
export function writtenColumnType({ type, collation }: Pick<CatalogueColumn, "type" | "collation">): string {
  return collated(writtenType(type), collation);
}

const BUILT_IN = new Set([
  ...[
    "text",
    "smallint",
    "integer",
    "bigint",
    "real",
    "numeric",
    "boolean",
    "date",
    "interval",
    "uuid",
    "inet",
  ],
  ...[
    "json",
    "jsonb",
    "bytea",
    "int4range",
    "int8range",
    "numrange",
    "daterange",
    "tsrange",
    "tstzrange",
    "cidr",
  ],
  ...[
    "macaddr",
    "macaddr8",
    "money",
    "xml",
    "tsvector",
    "tsquery",
    "bit",
    "point",
    "line",
    "lseg",
    "box",
    "path",
  ],
  ...["polygon", "circle", "name", "oid", "char", "citext", "hstore", "ltree", "pg_lsn", "jsonpath"],
]);
