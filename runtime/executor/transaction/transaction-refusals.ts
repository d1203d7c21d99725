import {
  ConnectionLost,
  SyncInAsyncTransaction,
  TransactionAborted,
  TransactionClosed,
} from "../../errors/index.js";

export function closedRefusal(): TransactionClosed {
  return new TransactionClosed(
    "The transaction has ended, so this query was not run: await everything inside the callback of atomic().",
  );
}

export function asyncInSyncRefusal(): TransactionClosed {
  return new TransactionClosed(
    "An async call inside atomicSync cannot finish before it ends: use its Sync twin, or atomic() and await it.",
  );
}

export function busyRefusal(): SyncInAsyncTransaction {
  return new SyncInAsyncTransaction(
    "Another query of this transaction is still in flight: await it before calling a sync method.",
  );
}

export function unreachableRefusal(): SyncInAsyncTransaction {
  return new SyncInAsyncTransaction(
    "A sync call cannot reach the open async transaction: await the async twin instead, " +
      "or open the transaction with atomic(fn, { sync: true }).",
  );
}

/** @param cause what the block threw. */
export function doomedError(cause: unknown): TransactionAborted {
  return new TransactionAborted(
    "The transaction is rolled back: an atomic(fn, { savepoint: false }) in it threw (see `cause`), and nothing else " +
      "could undo what that block did. Let its error pass, or leave out `savepoint: false`.",
    { cause },
  );
}

/** @param cause the first failure in it. */
export function abortedError(cause: unknown): TransactionAborted {
  return new TransactionAborted(
    "The transaction was rolled back: a statement in it had failed (see `cause`). " +
      "To go on after a failed statement, put it in an atomic() of its own.",
    { cause },
  );
}

export function lostError(cause: unknown): ConnectionLost {
  return new ConnectionLost("The connection of this transaction was lost; nothing of it was kept.", {
    cause,
  });
}
