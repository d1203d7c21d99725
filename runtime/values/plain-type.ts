import type { ColumnSpec, PlainType } from "./column-spec.js";

const plain: Readonly<Record<PlainType, ColumnSpec>> = {
  int2: { type: "integer", size: 2 },
  int4: { type: "integer", size: 4 },
  int8: { type: "integer", size: 8 },
  text: { type: "text" },
  float: { type: "float" },
  boolean: { type: "boolean" },
  date: { type: "date" },
  time: { type: "time" },
  timestamp: { type: "timestamp" },
  interval: { type: "interval" },
  uuid: { type: "uuid" },
  json: { type: "json" },
  bytes: { type: "bytes" },
  inet: { type: "inet" },
  hstore: { type: "hstore" },
  searchVector: { type: "searchVector" },
};

/** `"int4"` is `{ type: "integer", size: 4 }`. */
export function columnSpecOf(type: ColumnSpec | PlainType): ColumnSpec {
  return typeof type === "string" ? plain[type] : type;
}
