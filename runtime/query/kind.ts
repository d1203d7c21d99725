import type { Kind } from "../types/model-type.js";
import type { Codec } from "../values/index.js";

const kinds: Readonly<Record<string, Kind>> = {
  bool: "boolean",
  bytea: "bytes",
  citext: "text",
  date: "date",
  float4: "number",
  float8: "number",
  hstore: "hstore",
  inet: "inet",
  int2: "number",
  int4: "number",
  int8: "number",
  interval: "interval",
  json: "json",
  jsonb: "json",
  numeric: "decimal",
  record: "row",
  text: "text",
  time: "time",
  tsquery: "searchQuery",
  tsvector: "searchVector",
  timestamptz: "timestamp",
  uuid: "uuid",
  varchar: "text",
};

/** How values of a codec compare: it decides which lookups and transforms stand behind a name. */
export function kindOf(codec: Codec): Kind {
  const type = codec.dbType.replace(/\(.*\)$/, "");
  if (type.endsWith("[]")) return "array";
  if (type.endsWith("range")) return "range";
  // An enum's name is quoted; its labels compare as text.
  return kinds[type] ?? (type.startsWith('"') ? "text" : "custom");
}
