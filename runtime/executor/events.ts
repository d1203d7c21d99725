import type { Statement } from "../driver/statement.js";
import type { Style } from "./transaction.js";

/** One statement that ran, or failed. */
export interface QueryEvent {
  readonly sql: string;
  /** How many parameters went with it. */
  readonly parameters: number;
  /** The parameters themselves, only for listeners that asked with `{ values: true }`. */
  readonly values?: readonly (string | null)[];
  readonly style: Style;
  readonly using: string;
  readonly milliseconds: number;
  readonly rows: number;
  readonly error?: unknown;
}

export type QueryListener = (event: QueryEvent) => void;

const listeners = new Set<{ readonly listener: QueryListener; readonly values: boolean }>();

/**
 * Calls the listener after every statement: for logs and tests. Returns the function that stops it.
 *
 * ```ts
 * const stop = onQuery(({ sql, milliseconds }) => console.log(milliseconds, sql));
 * ```
 *
 * Values are left out unless asked for: `onQuery(listener, { values: true })`.
 */
export function onQuery(listener: QueryListener, options: { readonly values?: boolean } = {}): () => void {
  const entry = { listener, values: options.values === true };
  listeners.add(entry);
  return () => void listeners.delete(entry);
}

export function anybodyListens(): boolean {
  return listeners.size > 0;
}

/** When the statement started; 0 where nobody listens. */
export function startClock(): number {
  return listeners.size === 0 ? 0 : performance.now();
}

export function report(
  statement: Pick<Statement, "sql" | "parameters">,
  at: { readonly style: Style; readonly using: string; readonly started: number },
  outcome: { readonly rows: number } | { readonly error: unknown },
): void {
  if (listeners.size === 0) return;
  const event = {
    sql: statement.sql,
    parameters: statement.parameters.length,
    style: at.style,
    using: at.using,
    milliseconds: at.started === 0 ? 0 : performance.now() - at.started,
    ...("error" in outcome ? { rows: 0, error: outcome.error } : outcome),
  };
  for (const { listener, values } of listeners) {
    listener(values ? { ...event, values: statement.parameters } : event);
  }
}
