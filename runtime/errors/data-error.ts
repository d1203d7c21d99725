import { DatabaseError, type DatabaseErrorOptions } from "./database-error.js";

export interface DataErrorOptions extends DatabaseErrorOptions {
  readonly table?: string | undefined;
  readonly columns?: readonly string[];
}

/**
 * A value that its column or type cannot hold (SQLSTATE class 22): too long, out of range, not readable, division by zero.
 *
 * ```ts
 * await Author.objects.create({ name: "x".repeat(300) });
 * // DataError: value too long for type character varying(100) (library_author: name)
 * ```
 *
 * `columns` are those that it can have been, as far as the server says or the statement shows.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export class DataError extends DatabaseError {
  static {
    this.prototype.name = "DataError";
  }

  readonly table: string | undefined;
  readonly columns: readonly string[];

  constructor(message: string, options: DataErrorOptions = {}) {
    super(message, options);
    this.table = options.table;
    this.columns = options.columns ?? [];
  }
}
