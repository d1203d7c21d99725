/** The user's models, files or database need a change: exit status 1. */
export class CommandFailed extends Error {
  static {
    this.prototype.name = "CommandFailed";
  }
}

/** The command was called in a way that it cannot be: exit status 2. */
export class UsageError extends Error {
  static {
    this.prototype.name = "UsageError";
  }
}
