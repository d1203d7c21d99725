import { OrmgenError } from "./ormgen-error.js";

/** A query came after its transaction had ended; it was not run. */
export class TransactionClosed extends OrmgenError {
  static {
    this.prototype.name = "TransactionClosed";
  }
}

/** The transaction was rolled back because a statement in it had failed; `cause` is the first failure. */
export class TransactionAborted extends OrmgenError {
  static {
    this.prototype.name = "TransactionAborted";
  }
}

/** COMMIT, or a write alone, was sent and its answer was lost: it may have happened or not. Never retried. */
export class TransactionOutcomeUnknown extends OrmgenError {
  static {
    this.prototype.name = "TransactionOutcomeUnknown";
  }
}
