/** The fields of an ErrorResponse that errors are made from. */
export interface ServerFields {
  readonly sqlstate: string;
  readonly message: string;
  readonly severity?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly position?: string | undefined;
  readonly where?: string | undefined;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
}

/**
 * The database's own error, as it stands in `cause`. `detail` and `where` can carry values of the
 * user's rows, so they are there to be read but are printed by no logger.
 */
export class ServerError extends Error {
  static {
    this.prototype.name = "ServerError";
  }

  readonly code: string;
  declare readonly detail: string | undefined;
  declare readonly where: string | undefined;
  readonly hint: string | undefined;
  readonly position: string | undefined;

  constructor(fields: ServerFields) {
    super(withoutValues(fields));
    this.code = fields.sqlstate;
    this.hint = fields.hint;
    this.position = fields.position;
    Object.defineProperty(this, "detail", { value: fields.detail, enumerable: false });
    Object.defineProperty(this, "where", { value: fields.where, enumerable: false });
  }
}

/** Class 22 (data exception) quotes the value: `invalid input syntax for type integer: "…"`. */
export function withoutValues({ sqlstate, message }: ServerFields): string {
  return sqlstate.startsWith("22") ? message.replace(/"[^]*"/u, '"…"') : message;
}
