import { InvalidValue, UndefinedValue } from "../errors/index.js";

/** Throws `InvalidValue` that names what was expected and the type of what came, never the value. */
export function refuse(expected: string, value: unknown, hint?: string): never {
  const text = `Expected ${expected}, got ${kindOf(value)}${hint === undefined ? "" : `: ${hint}`}`;
  throw value === undefined ? new UndefinedValue(text) : new InvalidValue(text);
}

/** Throws `InvalidValue` for a value of the right type that cannot be stored, or read, exactly. */
export function inexact(message: string): never {
  throw new InvalidValue(message);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "object":
      return objectKind(value);
    case "number":
      return Number.isInteger(value)
        ? "an integer number"
        : Number.isFinite(value)
          ? "a fraction"
          : "NaN or Infinity";
    default:
      return `a ${typeof value}`;
  }
}

function objectKind(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return "an object";
  const name: unknown = (prototype as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" && /^[A-Za-z_$][\w$]{0,60}$/.test(name)
    ? `an object of class ${name}`
    : "an object";
}
