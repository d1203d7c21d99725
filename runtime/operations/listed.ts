import { InvalidValue } from "../errors/index.js";
import { isSubselect } from "../query/subselect.js";

/**
 * What may be gone through once, as an array: a set, a generator, a map's values.
 *
 * @throws InvalidValue for a queryset, whose rows an async call must not wait for in a loop, and for what has no items.
 */
export function listed<T>(given: Iterable<T>, call: string): readonly T[] {
  if (Array.isArray(given)) return given as readonly T[];
  if (isSubselect(given)) {
    throw new InvalidValue(
      `${call} takes rows, not a queryset: await .toArray() first, or call .toArraySync()`,
    );
  }
  if (typeof given === "object" && given !== null && Symbol.iterator in given) return [...given];
  throw new InvalidValue(`${call} takes an array, a set or another iterable`);
}
