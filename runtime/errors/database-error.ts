import { OrmgenError, type OrmgenErrorOptions } from "./ormgen-error.js";

export interface DatabaseErrorOptions extends OrmgenErrorOptions {
  readonly code?: string | undefined;
}

/** The database refused a statement; `code` is its SQLSTATE where it sent one. */
export class DatabaseError extends OrmgenError {
  static {
    this.prototype.name = "DatabaseError";
  }

  declare code?: string;

  constructor(message: string, options: DatabaseErrorOptions = {}) {
    super(message, options);
    if (options.code !== undefined) this.code = options.code;
  }
}

/** The database has not the table or column that the models have, or takes away rows that are made. */
export class SchemaDrift extends DatabaseError {
  static {
    this.prototype.name = "SchemaDrift";
  }
}
