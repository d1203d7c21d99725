import { DatabaseError } from "./database-error.js";

/** The database could not do it now; the statement itself may be right. */
export class OperationalError extends DatabaseError {
  static {
    this.prototype.name = "OperationalError";
  }
}

/** No connection could be made: unreachable server, wrong password, unknown database. */
export class ConnectionFailed extends OperationalError {
  static {
    this.prototype.name = "ConnectionFailed";
  }
}

/** An open connection broke; nothing of its transaction is visible. */
export class ConnectionLost extends OperationalError {
  static {
    this.prototype.name = "ConnectionLost";
  }
}

/** Every connection of the pool stayed in use; the message names who holds them. */
export class PoolTimeout extends OperationalError {
  static {
    this.prototype.name = "PoolTimeout";
  }
}

/** The statement ran longer than it may. */
export class StatementTimeout extends OperationalError {
  static {
    this.prototype.name = "StatementTimeout";
  }
}

/** A row or table was locked by another: `lock_timeout`, or `noWait`. */
export class LockNotAvailable extends OperationalError {
  static {
    this.prototype.name = "LockNotAvailable";
  }
}

/** Two transactions conflicted; `atomic(fn, { retries })` runs the callback again. */
export class SerializationFailure extends OperationalError {
  static {
    this.prototype.name = "SerializationFailure";
  }
}

/** Transactions waited for each other; `atomic(fn, { retries })` runs the callback again. */
export class DeadlockDetected extends OperationalError {
  static {
    this.prototype.name = "DeadlockDetected";
  }
}

/** The query was cancelled: by an `AbortSignal`, or by an administrator. */
export class QueryAborted extends OperationalError {
  static {
    this.prototype.name = "QueryAborted";
  }
}

/** The data directory of an embedded database has an owner already; the message names its process. */
export class DatabaseInUse extends OperationalError {
  static {
    this.prototype.name = "DatabaseInUse";
  }
}

/** The embedded engine failed; it is opened anew at the next query. */
export class EngineCrashed extends OperationalError {
  static {
    this.prototype.name = "EngineCrashed";
  }
}
