import { InvalidValue, knownOptions, oneOf } from "../errors/index.js";

export interface TransactionOptions {
  /** The connection's name; "default" where none is given. */
  readonly using?: string;
  /** Refuses to be nested: the commit of a durable block is the database's commit. */
  readonly durable?: boolean;
  /** false: nested, it sets no savepoint. An error that leaves it undoes the whole transaction around it. */
  readonly savepoint?: boolean;
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  readonly readOnly?: boolean;
  /** On a server: the transaction lives where sync calls reach it too. */
  readonly sync?: boolean;
  /** How often the whole callback runs again after a serialization failure or a deadlock. */
  readonly retries?: number;
}

const LEVELS: ReadonlyMap<string, string> = new Map([
  ["read committed", " ISOLATION LEVEL READ COMMITTED"],
  ["repeatable read", " ISOLATION LEVEL REPEATABLE READ"],
  ["serializable", " ISOLATION LEVEL SERIALIZABLE"],
]);

const NAMES = ["using", "durable", "savepoint", "isolation", "readOnly", "sync", "retries"];

const SWITCHES = ["durable", "savepoint", "readOnly", "sync"] as const;

export function checkTransactionOptions(call: string, options: TransactionOptions): void {
  knownOptions(call, options, NAMES);
  oneOf("isolation", options.isolation, [...LEVELS.keys()]);
  for (const name of SWITCHES) {
    if (options[name] !== undefined && typeof options[name] !== "boolean")
      throw new InvalidValue(`${name} of ${call} is true or false.`);
  }
  const { retries } = options;
  if (retries !== undefined && !(Number.isSafeInteger(retries) && retries >= 0))
    throw new InvalidValue("retries is a whole number from 0.");
}

export function beginCommand({ isolation, readOnly }: TransactionOptions): string {
  const level = isolation === undefined ? "" : (LEVELS.get(isolation) ?? "");
  return `BEGIN${level}${readOnly === true ? " READ ONLY" : ""}`;
}
