import { OrmgenError } from "../../errors/index.js";
import { currentContext } from "../context.js";
import { databaseFor } from "../connection/registry.js";
import { Transaction } from "./transaction.js";
import type { TransactionOptions } from "./transaction-options.js";

/** A transaction of the caller's, or a savepoint where one is open already; it begins with its first statement. */
export async function openTransaction(options: TransactionOptions, guarded = false): Promise<Transaction> {
  const using = options.using ?? currentContext().main;
  const { pin } = currentContext();
  const parent = enclosing(using);
  if (parent !== null) {
    refuseNested(options, parent);
    parent.check("async");
    return parent.openChild(options, { own: false, guarded });
  }
  const database = databaseFor(using);
  const lease = pin === undefined ? null : await pin.lease(database);
  return new Transaction(database, "async", options, { using, parent, lease, pin, guarded });
}

/** The twin of `openTransaction`. */
export function openTransactionSync(options: TransactionOptions, guarded = false): Transaction {
  const using = options.using ?? currentContext().main;
  const parent = enclosing(using);
  if (parent !== null) {
    refuseNested(options, parent);
    parent.check("sync");
    return parent.openChildSync(options, { own: false, guarded });
  }
  const database = databaseFor(using);
  const { pin } = currentContext();
  const lease = pin?.leaseSync(database) ?? null;
  return new Transaction(database, "sync", options, { using, parent, lease, pin, guarded });
}

/** Rolls back for an error that says more than that the transaction around it is gone. */
export async function abandon(transaction: Transaction): Promise<void> {
  await transaction.rollback().catch(ignoreClosed);
}

/** The twin of `abandon`. */
export function abandonSync(transaction: Transaction): void {
  try {
    transaction.rollbackSync();
  } catch (closing) {
    ignoreClosed(closing);
  }
}

function ignoreClosed(error: unknown): void {
  if (!(error instanceof OrmgenError)) throw error;
}

/** What is around a call, if it is a transaction. */
export function enclosing(using = currentContext().main): Transaction | null {
  return currentContext().transactions.get(using) ?? null;
}

/** Only the outermost commits, and what it is read and written by is set with its BEGIN: a block in it has what that has. */
export function refuseNested(
  { durable, isolation, readOnly, retries = 0 }: TransactionOptions,
  { guard, mode }: Transaction,
): void {
  // A test's stands for the world outside of transactions.
  if (guard !== null) return;
  if (durable === true) {
    throw new OrmgenError(
      "A durable atomic() cannot be nested in another: its commit would not be the database's.",
    );
  }
  if (retries > 0) {
    throw new OrmgenError(
      `atomic({ retries: ${String(retries)} }) is nested in another: a serialization failure or a deadlock undoes the ` +
        "whole transaction, so that a block in it cannot be run again alone: give `retries` to the outermost atomic().",
    );
  }
  if (isolation !== undefined && isolation !== mode.isolation) {
    throw new OrmgenError(
      `atomic({ isolation: "${isolation}" }) is nested in another with ` +
        `${mode.isolation === undefined ? "the database's own isolation" : `isolation "${mode.isolation}"`}, which holds ` +
        "for the whole transaction: give it to the outermost atomic().",
    );
  }
  if (readOnly !== undefined && readOnly !== (mode.readOnly === true)) {
    throw new OrmgenError(
      `atomic({ readOnly: ${String(readOnly)} }) is nested in another that ${readOnly ? "may write" : "is read only"}, ` +
        "which holds for the whole transaction: give it to the outermost atomic().",
    );
  }
}
