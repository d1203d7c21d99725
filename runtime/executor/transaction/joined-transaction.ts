import { enclosing, refuseNested } from "./open-transaction.js";
import type { Transaction } from "./transaction.js";
import type { TransactionOptions } from "./transaction-options.js";

/** The transaction that a block without a savepoint is a part of; null where it is one of its own. */
export function shared(options: TransactionOptions): Transaction | null {
  if (options.savepoint !== false) return null;
  const around = enclosing(options.using);
  // A test's transaction stands for the world outside: what failed in it is undone by a savepoint.
  if (around === null || around.guard !== null) return null;
  refuseNested(options, around);
  return around;
}

/** Runs the block in the transaction around it; what it throws dooms that. */
export async function joined<T>(around: Transaction, fn: () => Promise<T>): Promise<T> {
  around.check("async");
  try {
    return await fn();
  } catch (error) {
    around.doom(error);
    throw error;
  }
}

/** The twin of `joined`. */
export function joinedSync<T>(around: Transaction, fn: () => T): T {
  around.check("sync");
  try {
    return fn();
  } catch (error) {
    around.doom(error);
    throw error;
  }
}
