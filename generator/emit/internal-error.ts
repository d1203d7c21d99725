/** A mistake of ormgen's own, not of the user's models. */
export class InternalError extends Error {
  static {
    this.prototype.name = "InternalError";
  }

  constructor(message: string, options?: ErrorOptions) {
    super(`${message}. This is a mistake in ormgen, please report it`, options);
  }
}
