import { InvalidValue, UndefinedValue } from "../../errors/index.js";

/** A parameter of raw SQL in PostgreSQL's text format; objects are refused, not turned into JSON by guess. */
export function textOf(value: unknown): string | null {
  switch (typeof value) {
    case "string":
      if (value.includes("\0")) throw new InvalidValue("PostgreSQL's text cannot hold a NUL character.");
      return value;
    case "number":
    case "bigint":
      return String(value);
    case "boolean":
      return value ? "t" : "f";
    case "undefined":
      throw new UndefinedValue("A parameter is undefined: pass null for NULL.");
    case "object":
      if (value === null) return null;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
      if (Array.isArray(value)) return arrayText(value);
  }
  throw new InvalidValue(
    "A parameter of raw SQL is a string, number, bigint, boolean, Date, Uint8Array, null or an array.",
  );
}

function arrayText(items: readonly unknown[]): string {
  const parts = items.map((item) => {
    if (Array.isArray(item)) return arrayText(item);
    const text = textOf(item);
    return text === null ? "NULL" : `"${text.replace(/["\\]/gu, "\\$&")}"`;
  });
  return `{${parts.join(",")}}`;
}
