import { OrmgenError } from "./ormgen-error.js";

/** A value that the column cannot hold exactly, or of the wrong kind. */
export class InvalidValue extends OrmgenError {
  static {
    this.prototype.name = "InvalidValue";
  }
}

/** `undefined` where a value belongs: it is never "no filter" and never NULL. */
export class UndefinedValue extends InvalidValue {
  static {
    this.prototype.name = "UndefinedValue";
  }
}

/** What `validate` found, by field name; the key `""` holds what concerns the whole instance. */
export class ValidationError extends OrmgenError {
  static {
    this.prototype.name = "ValidationError";
  }

  readonly errors: Readonly<Record<string, readonly string[]>>;

  constructor(errors: Readonly<Record<string, readonly string[]>>, message?: string) {
    super(message ?? describe(errors));
    this.errors = errors;
  }
}

function describe(errors: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(errors)
    .map(([field, texts]) => (field === "" ? texts.join("; ") : `${field}: ${texts.join("; ")}`))
    .join(". ");
}
