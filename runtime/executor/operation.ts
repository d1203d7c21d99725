import type { Codec } from "../values/codec.js";

/** A compiled query with its values encoded: what an operation asks the database to do. */
export interface Statement {
  readonly sql: string;
  /** Stable for one `sql`: the name of the prepared statement; null sends it unnamed. */
  readonly name: string | null;
  /** In PostgreSQL's text format, in the order of `$1, $2, …`. */
  readonly parameters: readonly (string | null)[];
  /** OIDs of the parameters; 0 or absent where PostgreSQL infers them. */
  readonly types?: readonly number[];
  /** One codec a column of the result; null, for a column or for all: the server describes it, its OID decides. */
  readonly columns: readonly (Codec | null)[] | null;
  /** Codecs for columns that the server describes, by their names there. */
  readonly columnsByName?: ReadonlyMap<string, Codec>;
}

export interface Result {
  /** One array a row, in the order of the columns, decoded; NULL is null. */
  readonly rows: unknown[][];
  /** Rows that the command touched, from its tag: `UPDATE 3` gives 3. */
  readonly count: number;
  /** Names of the columns, known only where the server described them. */
  readonly names: readonly string[] | null;
}

/** What an operation may yield; each is answered through `next`, or with the database's error through `throw`. */
export type Step =
  | { readonly kind: "query"; readonly statement: Statement; readonly using: string | undefined }
  /** Answered with nothing: a transaction is begun, or a savepoint set where one is open already. */
  | { readonly kind: "begin"; readonly using: string | undefined }
  | { readonly kind: "commit"; readonly using: string | undefined }
  | { readonly kind: "rollback"; readonly using: string | undefined }
  /** Answered with "sync" or "async": who drives the operation. */
  | { readonly kind: "style" }
  /** Answered with what the connection can do. */
  | { readonly kind: "traits"; readonly using: string | undefined }
  /** Hands a chunk to the consumer of a streaming operation. */
  | { readonly kind: "emit"; readonly items: readonly unknown[] };

export interface Traits {
  /** Whether a transaction is open around the operation. */
  readonly inTransaction: boolean;
  /** True on the embedded database: every caller shares the one session. */
  readonly singleSession: boolean;
}

/**
 * One verb, written once: yields steps, never awaits. `runAsync` and `runSync` drive it.
 */
export type Operation<T> = Generator<Step, T, unknown>;

/** Runs a statement: `const { rows } = yield* query(statement)`. */
export function* query(statement: Statement, using?: string): Operation<Result> {
  return (yield { kind: "query", statement, using }) as Result;
}

/** Runs the body in a transaction, or in a savepoint where one is open: commits on return, rolls back on a throw. */
export function* transaction<T>(body: () => Operation<T>, using?: string): Operation<T> {
  yield { kind: "begin", using };
  let value: T;
  let settled = false;
  try {
    value = yield* body();
    settled = true;
  } finally {
    if (!settled) yield { kind: "rollback", using };
  }
  yield { kind: "commit", using };
  return value;
}

/** `"sync"` or `"async"`: instances fetched by a sync call may load relations lazily. */
export function* style(): Operation<"sync" | "async"> {
  return (yield { kind: "style" }) as "sync" | "async";
}

export function* traits(using?: string): Operation<Traits> {
  return (yield { kind: "traits", using }) as Traits;
}

/** Hands a chunk to whoever iterates. */
export function* emit(items: readonly unknown[]): Operation<void> {
  yield { kind: "emit", items };
}
