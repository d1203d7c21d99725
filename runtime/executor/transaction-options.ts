export interface TransactionOptions {
  /** The connection's name; "default" where none is given. */
  readonly using?: string;
  /** Refuses to be nested: the commit of a durable block is the database's commit. */
  readonly durable?: boolean;
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  /** On a server: the transaction lives where sync calls reach it too. */
  readonly sync?: boolean;
  /** How often the whole callback runs again after a serialization failure or a deadlock. */
  readonly retries?: number;
}

const LEVELS = {
  "read committed": " ISOLATION LEVEL READ COMMITTED",
  "repeatable read": " ISOLATION LEVEL REPEATABLE READ",
  serializable: " ISOLATION LEVEL SERIALIZABLE",
} as const;

export function beginCommand({ isolation, readOnly }: TransactionOptions): string {
  const level = isolation === undefined ? "" : LEVELS[isolation];
  if (level === undefined) throw new TypeError(`isolation is one of: ${Object.keys(LEVELS).join(", ")}`);
  return `BEGIN${level}${readOnly === true ? " READ ONLY" : ""}`;
}
