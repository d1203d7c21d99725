import { knownOptions, switches } from "../../errors/index.js";
import { channel } from "node:diagnostics_channel";
import type { Database, Endpoint } from "../../driver/database.js";
import type { Statement } from "../../driver/statement.js";
import type { Style } from "../transaction/transaction.js";

/** One statement that ran, or failed. */
export interface QueryEvent {
  readonly sql: string;
  /** How many parameters went with it. */
  readonly parameters: number;
  /** The parameters themselves, only for listeners that asked with `{ values: true }`. */
  readonly values?: readonly (string | null)[];
  /** The model whose rows it is about; undefined for SQL that comes from no model. */
  readonly model: string | undefined;
  readonly table: string | undefined;
  /** What was called: `get`, `bulkCreate`; undefined for raw SQL. */
  readonly operation: string | undefined;
  /** A number of its own for each call: one call may send several statements. */
  readonly call: number;
  readonly style: Style;
  readonly using: string;
  /** The database's address, without a password: `user@host:5432/shop`. */
  readonly connection: string;
  readonly endpoint: Endpoint;
  /** A number of its own for each outermost transaction; null outside of one. */
  readonly transaction: number | null;
  /** `performance.now()` when it began. */
  readonly started: number;
  readonly milliseconds: number;
  readonly rows: number;
  readonly error?: unknown;
  /** The caller's line, only for listeners that asked with `{ caller: true }`. */
  readonly caller?: string;
}

export type QueryListener = (event: QueryEvent) => void;

export interface QueryListenerOptions {
  readonly values?: boolean;
  readonly caller?: boolean;
}

interface Listening extends QueryListenerOptions {
  readonly listener: QueryListener;
}

const listeners = new Set<Listening>();
/** The same events without values, for tools that find them by name: `diagnostics_channel.subscribe("ormgen:query", …)`. */
const published = channel("ormgen:query");

/**
 * Calls the listener after every statement: for logs and tests. Returns the function that stops it.
 *
 * ```ts
 * const stop = onQuery(({ sql, milliseconds }) => console.log(milliseconds, sql));
 * ```
 *
 * Values and the caller's line are left out unless asked for: `onQuery(listener, { values: true, caller: true })`.
 * The same events go to the channel `ormgen:query` of `node:diagnostics_channel`.
 */
export function onQuery(listener: QueryListener, options: QueryListenerOptions = {}): () => void {
  knownOptions("onQuery()", options, ["values", "caller"]);
  switches("onQuery()", options, ["values", "caller"]);
  const entry = { ...options, listener };
  listeners.add(entry);
  return () => void listeners.delete(entry);
}

export function anybodyListens(): boolean {
  return listeners.size > 0 || published.hasSubscribers;
}

/** A line costs a captured stack: it is taken only where somebody wants it. */
export function wantsCaller(): boolean {
  for (const { caller } of listeners) if (caller === true) return true;
  return false;
}

/** What was called, and where, for who listens. */
export interface Who {
  readonly call: number;
  readonly operation: string | undefined;
  readonly caller: string | undefined;
}

export const NOBODY: Who = { call: 0, operation: undefined, caller: undefined };

export type Outcome = { readonly rows: number } | { readonly error: unknown };

interface Asked {
  readonly statement: Statement;
  readonly operation: string | undefined;
  readonly call: number;
  readonly style: Style;
  readonly using: string;
  readonly database: Database;
  readonly transaction: number | null;
  readonly started: number;
  readonly caller: string | undefined;
}

/** Starts the clock for a statement, and tells who listens what became of it; null where nobody does. */
export function reporterOf(
  statement: Statement,
  at: () => Omit<Asked, "statement" | "started">,
): ((outcome: Outcome) => void) | null {
  if (!anybodyListens()) return null;
  const started = performance.now();
  return (outcome) => report({ statement, started, ...at() }, outcome);
}

function report(asked: Asked, outcome: Outcome): void {
  const { statement, operation, call, style, using, database, transaction, started } = asked;
  const event: QueryEvent = {
    sql: statement.sql,
    parameters: statement.parameters.length,
    model: statement.about?.name,
    table: statement.about?.table,
    operation,
    call,
    style,
    using,
    connection: database.label,
    endpoint: database.endpoint,
    transaction,
    started,
    milliseconds: performance.now() - started,
    ...("error" in outcome ? { rows: 0, error: outcome.error } : outcome),
  };
  published.publish(event);
  for (const { listener, values, caller } of listeners) {
    if (values !== true && caller !== true) listener(event);
    else {
      listener({
        ...event,
        ...(values === true ? { values: statement.parameters } : {}),
        ...(caller === true ? { caller: asked.caller ?? "" } : {}),
      });
    }
  }
}
