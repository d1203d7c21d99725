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

/** Throws `InvalidValue` for a value that is none of a closed list; `undefined` is "not given". */
export function oneOf(option: string, given: unknown, values: readonly string[]): void {
  if (given === undefined || values.some((value) => value === given)) return;
  throw new InvalidValue(`${option} is one of: ${values.join(", ")}.`);
}
