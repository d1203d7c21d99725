import type { ServerFields } from "../../errors/index.js";

/** The fields of an ErrorResponse whose body stands in `bytes` at `start..end`. */
export function readErrorFields(bytes: Buffer, start: number, end: number): ServerFields {
  const fields = new Map<string, string>();
  let at = start;
  while (at < end && bytes[at] !== 0) {
    const key = String.fromCharCode(bytes[at]!);
    const stop = bytes.indexOf(0, at + 1);
    fields.set(key, bytes.toString("utf8", at + 1, stop));
    at = stop + 1;
  }
  return {
    sqlstate: fields.get("C") ?? "XX000",
    message: fields.get("M") ?? "The database reported an error without a text",
    severity: fields.get("V") ?? fields.get("S"),
    detail: fields.get("D"),
    hint: fields.get("H"),
    position: fields.get("P"),
    where: fields.get("W"),
    schema: fields.get("s"),
    table: fields.get("t"),
    column: fields.get("c"),
    constraint: fields.get("n"),
  };
}
