import type { Codec } from "../../values/index.js";

/**
 * A value on its way to PostgreSQL: always a bound parameter, already encoded. Whoever compiles a shape sees that one
 * stands there and of what type, never which.
 */
export class Param {
  readonly #text: string | null;

  constructor(
    readonly codec: Codec,
    text: string | null,
  ) {
    this.#text = text;
  }

  static textOf(param: Param): string | null {
    return param.#text;
  }
}

/** Whether two values are the same: it is said of what a user has written, and of no SQL. */
export function sameValue(left: Param, right: Param): boolean {
  return Param.textOf(left) === Param.textOf(right);
}

/** For who binds values to a compiled shape, and for nobody who compiles one. */
export function boundText(param: Param): string | null {
  return Param.textOf(param);
}
