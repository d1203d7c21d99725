import { InvalidValue } from "./value-errors.js";

/**
 * A method that takes nothing would do without what it was given: `delete({ id: 5 })` would delete more than was meant.
 *
 * @throws InvalidValue that names the method.
 */
export function noArguments(method: string, given: ArrayLike<unknown>): void {
  if (given.length === 0) return;
  throw new InvalidValue(`${method}() takes no arguments: say conditions with .filter({ … }) before it`);
}

/**
 * What a method would do without: `limit(5, 10)` has no offset.
 *
 * @throws InvalidValue that names the method.
 */
export function atMost(most: number, method: string, given: ArrayLike<unknown>): void {
  if (given.length <= most) return;
  const takes =
    most === 0 ? "no arguments" : most === 1 ? "one argument" : `at most ${String(most)} arguments`;
  throw new InvalidValue(`${method}() takes ${takes}, and got ${String(given.length)}`);
}
