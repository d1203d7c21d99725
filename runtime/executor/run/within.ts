import { currentContext, withTransaction } from "../context.js";
import type { Step } from "./operation.js";
import type { Transaction } from "../transaction/transaction.js";

/** Calls code of the user's: what it asks belongs to the operation's transaction, where it has one. */
export function within(
  { fn, using = currentContext().main }: Step & { kind: "call" },
  transaction: Transaction | null,
): unknown {
  return transaction === null ? fn() : withTransaction(using, transaction, fn);
}
