import { InvalidValue } from "./value-errors.js";

/**
 * Throws `InvalidValue` for an option that a call does not have: a misspelt one would be ignored in silence.
 *
 * ```ts
 * knownOptions("atomic()", { isolaton: "serializable" }, ["isolation", "readOnly"]);   // InvalidValue
 * ```
 */
export function knownOptions(call: string, given: unknown, names: readonly string[]): void {
  if (typeof given !== "object" || given === null) {
    throw new InvalidValue(`The options of ${call} are an object: { ${names.join(", ")} }.`);
  }
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    throw new InvalidValue(`${call} has no option "${name}": it has ${names.join(", ")}.`);
  }
}

/** Throws `InvalidValue` for a switch that is neither true nor false; `undefined` is "not given". */
export function switches(call: string, given: object, names: readonly string[]): void {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (!names.includes(name) || value === undefined || typeof value === "boolean") continue;
    throw new InvalidValue(`${name} of ${call} is true or false.`);
  }
}

/** Throws `InvalidValue` for what is no whole number from `least` on; `undefined` is "not given". */
export function wholeNumber(option: string, given: unknown, least: number): void {
  if (given === undefined || (Number.isSafeInteger(given) && (given as number) >= least)) return;
  throw new InvalidValue(`${option} is a whole number from ${String(least)}.`);
}

/** Throws `InvalidValue` for a value that is none of a closed list; `undefined` is "not given". */
export function oneOf(option: string, given: unknown, values: readonly string[]): void {
  if (given === undefined || values.some((value) => value === given)) return;
  throw new InvalidValue(`${option} is one of: ${values.join(", ")}.`);
}
