import { describe } from "../describe.js";
import type { ColumnOptions } from "../options.js";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface JsonOptions<T, N extends boolean> extends Omit<ColumnOptions<T, N>, "default"> {
  /** The value of a new instance, which may begin with less than the type asks for. */
  readonly default?: T | Partial<T> | (() => T | Partial<T>);
  /** `"json"` keeps the text as it was written; `"jsonb"` goes without saying. */
  readonly type?: "json" | "jsonb";
}

/**
 * A JSON document, of the type given: `jsonb`.
 *
 * ```ts
 * details = fields.json<{ pages: number; isbn?: string }>({ default: {} });
 * ```
 *
 * ```sql
 * details jsonb not null
 * ```
 *
 * `{ type: "json" }` is a column of type `json`, whose text keeps its spaces and the order of its keys; conditions read it
 * as `jsonb`. Keys are conditions: `{ details__pages__gt: 100 }`. The type is trusted: nothing checks it at run time.
 */
export function json<T = Json>(options: JsonOptions<T, true> & { readonly null: true }): T | null;
export function json<T = Json>(options?: JsonOptions<T, false>): T;
export function json(options: object = {}): unknown {
  return describe("json", options);
}
