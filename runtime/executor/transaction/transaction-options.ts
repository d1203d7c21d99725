import { knownOptions, oneOf, switches, wholeNumber } from "../../errors/index.js";

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

export function checkTransactionOptions(call: string, options: TransactionOptions): void {
  knownOptions(call, options, NAMES);
  oneOf("isolation", options.isolation, [...LEVELS.keys()]);
  switches(call, options, ["durable", "savepoint", "readOnly", "sync"]);
  wholeNumber("retries", options.retries, 0);
}

export function beginCommand({ isolation, readOnly }: TransactionOptions): string {
  const level = isolation === undefined ? "" : (LEVELS.get(isolation) ?? "");
  return `BEGIN${level}${readOnly === true ? " READ ONLY" : ""}`;
}
