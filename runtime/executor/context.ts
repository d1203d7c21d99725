import { AsyncLocalStorage } from "node:async_hooks";
import type { Pin } from "./connection/pin.js";
import type { QueryTags } from "./run/tags.js";
import type { Transaction } from "./transaction/transaction.js";

/** What travels with the async context. */
export interface Context {
  /** The innermost open transaction of each connection. */
  readonly transactions: ReadonlyMap<string, Transaction>;
  /** The connection of what names none. */
  readonly main: string;
  /** Inside `detached`: the connection that queries outside transactions run on. */
  readonly pin: Pin | undefined;
  readonly forbidSync: boolean;
  readonly signal: AbortSignal | undefined;
  /** Inside `readYourWrites`: the connections that were written to. */
  readonly writes?: Set<string> | undefined;
  /** Go with every query as a comment. */
  readonly tags: QueryTags | undefined;
}

const storage = new AsyncLocalStorage<Context>();

const OUTSIDE: Context = {
  transactions: new Map(),
  main: "default",
  pin: undefined,
  forbidSync: false,
  signal: undefined,
  tags: undefined,
};

export function currentContext(): Context {
  return storage.getStore() ?? OUTSIDE;
}

export function inContext<T>(changes: Partial<Context>, fn: () => T): T {
  return storage.run({ ...currentContext(), ...changes }, fn);
}

export function withTransaction<T>(using: string, transaction: Transaction, fn: () => T): T {
  const transactions = new Map(currentContext().transactions).set(using, transaction);
  return inContext({ transactions }, fn);
}

/** Runs a hook as if no transaction had been there. */
export function outsideTransactions<T>(fn: () => T): T {
  return inContext({ transactions: OUTSIDE.transactions }, fn);
}
