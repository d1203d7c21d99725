import { InvalidValue } from "../errors/index.js";

/**
 * A method that takes nothing would do without what it was given: `delete({ id: 5 })` would delete more than was meant.
 *
 * @throws InvalidValue that names the method.
 */
export function noArguments(method: string, given: ArrayLike<unknown>): void {
  if (given.length === 0) return;
  throw new InvalidValue(`${method}() takes no arguments: say conditions with .filter({ … }) before it`);
}
