import { verbatim, type Code } from "./code.js";
import { escapeUnsafe } from "./escape.js";
import { isIdentifier } from "./identifier.js";
import { InternalError } from "./internal-error.js";

/**
 * A JavaScript expression for the value: strings, numbers, booleans, bigints, null, undefined, arrays and
 * plain objects.
 *
 * ```ts
 * literal({ title: 'a "b"', __proto__: 1 })   // { title: "a \"b\"", ["__proto__"]: 1 }
 * ```
 *
 * Throws `InternalError` for anything else.
 */
export function literal(value: unknown): Code {
  return verbatim(written(value));
}

function written(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${String(value)}n`;
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
      return `{ ${Object.entries(value).map(property).join(", ")} }`;
    default:
      throw new InternalError(`A ${typeof value} has no literal`);
  }
}

function property([key, value]: [string, unknown]): string {
  // A plain __proto__ key would set the prototype.
  const name = key === "__proto__" ? '["__proto__"]' : isIdentifier(key) ? key : quoted(key);
  return `${name}: ${written(value)}`;
}

function quoted(text: string): string {
  return escapeUnsafe(JSON.stringify(text));
}
