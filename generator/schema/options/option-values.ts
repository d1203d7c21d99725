import { nearest } from "../naming/nearest.js";
import type { Value } from "../facts.js";

/** What an option takes. */
export interface OptionRule {
  /** As a message says it: `takes true or false`. */
  readonly expects: string;
  readonly accepts: (value: Value) => boolean;
  /** Takes functions and other code, which is carried. */
  readonly carried?: boolean;
}

export const boolean: OptionRule = {
  expects: "true or false",
  accepts: (value) => value.kind === "scalar" && typeof value.value === "boolean",
};

export const string: OptionRule = {
  expects: "a string",
  accepts: (value) => value.kind === "scalar" && typeof value.value === "string",
};

export const text: OptionRule = {
  expects: "a string that is not empty",
  accepts: (value) => string.accepts(value) && !isBlank(value),
};

export const strings: OptionRule = {
  expects: "an array of strings",
  accepts: (value) => listOf(value, string.accepts),
};

export const code: OptionRule = {
  expects: "a function",
  accepts: (value) => value.kind === "expression",
  carried: true,
};

const METHODS = ["btree", "hash", "gin", "gist", "spgist", "brin"];
/** Of extensions that are often met: near to the others, and no slips. */
const FURTHER = ["bloom", "hnsw", "ivfflat", "rum"];

export const accessMethod: OptionRule = {
  expects: `an access method: ${METHODS.map((name) => `"${name}"`).join(", ")} or that of an extension`,
  accepts(value) {
    if (value.kind !== "scalar" || typeof value.value !== "string" || isBlank(value)) return false;
    return [...METHODS, ...FURTHER].includes(value.value) || nearest(value.value, METHODS) === null;
  },
};

export const parameters: OptionRule = {
  expects: "an object of numbers, strings and booleans",
  accepts: (value) =>
    value.kind === "dictionary" &&
    value.entries.every(
      ({ key, value: item }) =>
        /^[a-z_][a-z0-9_]*$/.test(key) && item.kind === "scalar" && item.value !== null,
    ),
};

export const whenChecked: OptionRule = {
  expects: 'true, false, "immediate" or "deferred"',
  accepts: (value) => boolean.accepts(value) || oneOf("immediate", "deferred").accepts(value),
};
export function itemsOf(value: Value): readonly Value[] {
  return value.kind === "list" ? value.items : [];
}

export function listOf(value: Value, accepts: (item: Value) => boolean): boolean {
  return value.kind === "list" && value.items.every(accepts);
}

export function callsOf(value: Value, names: readonly string[]): boolean {
  return listOf(value, (item) => item.kind === "call" && names.includes(item.of));
}

export function isChoice(value: Value): boolean {
  return value.kind === "scalar" && (typeof value.value === "string" || typeof value.value === "number");
}

export function isNamedKey(value: Value): boolean {
  if (value.kind !== "dictionary") return false;
  const rules: Readonly<Record<string, OptionRule>> = { fields: strings, name: text };
  const isNamed = value.entries.some(({ key }) => key === "name");
  return isNamed && value.entries.every((entry) => rules[entry.key]?.accepts(entry.value) === true);
}

export function isPair(value: Value): boolean {
  return listOf(value, text.accepts) && itemsOf(value).length === 2;
}

export function scalarText(value: Value): string {
  return value.kind === "scalar" ? String(value.value) : "";
}

export function isBlank(value: Value): boolean {
  return value.kind === "scalar" && String(value.value).trim() === "";
}

export function isTarget(value: Value): boolean {
  return value.kind === "expression" && value.target !== null;
}

export function wholeNumber(least: number, most: number): OptionRule {
  return {
    expects: `a whole number from ${least} to ${most}`,
    accepts: (value) =>
      value.kind === "scalar" &&
      typeof value.value === "number" &&
      Number.isInteger(value.value) &&
      value.value >= least &&
      value.value <= most,
  };
}

export function oneOf(...values: readonly string[]): OptionRule {
  return {
    expects: values
      .map((value) => `"${value}"`)
      .join(", ")
      .replace(/, ([^,]*)$/, " or $1"),
    accepts: (value) =>
      value.kind === "scalar" && typeof value.value === "string" && values.includes(value.value),
  };
}
