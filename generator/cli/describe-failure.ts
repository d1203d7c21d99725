import { fileFailure } from "./file-failure.js";
import type { Terminal } from "./terminal.js";

export interface Failure {
  readonly text: string;
  readonly exit: 1 | 2;
  readonly error: { readonly name: string; readonly message: string };
}

const USAGE = new Set(["UsageError", "ConfigError"]);
/** Failures whose text says all: a stack would only be noise. */
const PLAIN = new Set([...USAGE, "CommandFailed", "OutputConflict", "MigrationDrift", "MigrationError"]);

/** What went wrong, for the user: mistakes of ormgen's own with their stack. */
export function describeFailure(error: unknown, terminal: Terminal): Failure {
  const known = error instanceof Error ? error : new Error(String(error));
  const { name } = known;
  const message = fileFailure(known) ?? known.message;
  const expected = PLAIN.has(name) || isOutside(known);
  const text = expected ? message : (known.stack ?? message);
  return {
    text: `${terminal.colors.red("✗")} ${text}`,
    exit: USAGE.has(name) ? 2 : 1,
    error: { name, message },
  };
}

/** The database's, by name along the prototypes (the runtime is not loaded just to ask), or the file system's. */
function isOutside(error: Error): boolean {
  for (let at: unknown = error; at !== null && typeof at === "object"; at = Object.getPrototypeOf(at)) {
    if ((at as { name?: unknown }).name === "OrmgenError") return true;
  }
  return "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}
