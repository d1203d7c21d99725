import { startAtCaller } from "./own-frames.js";

export interface OrmgenErrorOptions {
  /** The error underneath: the database's or the driver's own. */
  readonly cause?: unknown;
  /** The statement, with placeholders in place of its values. */
  readonly sql?: string | undefined;
}

/**
 * The root of every error that ormgen throws.
 *
 * ```ts
 * try { await book.save(); } catch (error) { if (error instanceof OrmgenError) log(error.sql); }
 * ```
 */
export class OrmgenError extends Error {
  static {
    this.prototype.name = "OrmgenError";
  }

  /** The statement that failed, with placeholders in place of its values. */
  declare sql?: string;

  constructor(message: string, options: OrmgenErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    startAtCaller(this, new.target);
    if (options.sql !== undefined) this.sql = options.sql;
  }
}
