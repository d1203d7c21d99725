/** The migrations in the folder do not allow what was asked for. */
export class MigrationError extends Error {
  static {
    this.prototype.name = "MigrationError";
  }
}

/** A migration that was applied is not what its file says now, or has no file any more. */
export class MigrationDrift extends Error {
  static {
    this.prototype.name = "MigrationDrift";
  }
}
