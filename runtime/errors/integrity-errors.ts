import { DatabaseError, type DatabaseErrorOptions } from "./database-error.js";

export interface IntegrityErrorOptions extends DatabaseErrorOptions {
  readonly table?: string | undefined;
  readonly columns?: readonly string[];
  readonly constraint?: string | undefined;
}

/** A constraint of the database was violated; names what the server named. */
export class IntegrityError extends DatabaseError {
  static {
    this.prototype.name = "IntegrityError";
  }

  readonly table: string | undefined;
  readonly columns: readonly string[];
  readonly constraint: string | undefined;

  constructor(message: string, options: IntegrityErrorOptions = {}) {
    super(message, options);
    this.table = options.table;
    this.columns = options.columns ?? [];
    this.constraint = options.constraint;
  }
}

export class UniqueViolation extends IntegrityError {
  static {
    this.prototype.name = "UniqueViolation";
  }
}

export class ForeignKeyViolation extends IntegrityError {
  static {
    this.prototype.name = "ForeignKeyViolation";
  }
}

export class NotNullViolation extends IntegrityError {
  static {
    this.prototype.name = "NotNullViolation";
  }
}

export class CheckViolation extends IntegrityError {
  static {
    this.prototype.name = "CheckViolation";
  }
}

export class ExclusionViolation extends IntegrityError {
  static {
    this.prototype.name = "ExclusionViolation";
  }
}
