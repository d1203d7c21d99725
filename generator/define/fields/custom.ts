import { describe } from "../describe.js";
import type { ColumnOptions } from "../options.js";

export interface CustomOptions<T, N extends boolean> extends ColumnOptions<T, N> {
  /** The type as written in SQL: `"vector(3)"`. */
  readonly dbType: string;
  /** From PostgreSQL's text to the value; without it, the text is the value. */
  readonly parse?: (text: string) => T;
  /** From the value to PostgreSQL's text; without it, `String(value)`. */
  readonly serialize?: (value: T) => string;
}

/**
 * A column of any other PostgreSQL type, and the two functions between its text and a value.
 *
 * ```ts
 * embedding = fields.custom<number[]>({
 *   dbType: "vector(3)",
 *   parse: (text) => JSON.parse(text),
 *   serialize: (value) => JSON.stringify(value),
 * });
 * ```
 *
 * ```sql
 * embedding vector(3) not null
 * ```
 *
 * The functions are carried to the client with what they use of the model file.
 */
export function custom<T>(options: CustomOptions<T, true> & { readonly null: true }): T | null;
export function custom<T>(options: CustomOptions<T, false>): T;
export function custom(options: object): unknown {
  return describe("custom", options);
}
