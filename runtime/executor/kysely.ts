import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from "kysely";
import { OrmgenError } from "../errors/index.js";
import { asObjects, described } from "./run/raw.js";
import { runAsync } from "./run/run-async.js";

/**
 * A Kysely on the same connection, and inside `atomic` in the same transaction.
 *
 * ```ts
 * await kyselyFor<Database>().selectFrom("book").select("title").execute();   // select "title" from "book"
 * ```
 *
 * Transactions are opened by `atomic`, not by Kysely: its `transaction()` throws.
 */
export function kyselyFor<DB>(using?: string): Kysely<DB> {
  return new Kysely<DB>({ dialect: dialect(using) });
}

function dialect(using: string | undefined): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new SharedDriver(using),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class SharedDriver implements Driver {
  readonly #connection: SharedConnection;

  constructor(using: string | undefined) {
    this.#connection = new SharedConnection(using);
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }

  beginTransaction(): Promise<void> {
    return refuseTransaction();
  }

  commitTransaction(): Promise<void> {
    return refuseTransaction();
  }

  rollbackTransaction(): Promise<void> {
    return Promise.resolve();
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class SharedConnection implements DatabaseConnection {
  readonly #using: string | undefined;

  constructor(using: string | undefined) {
    this.#using = using;
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const result = await runAsync(described(compiled.sql, compiled.parameters, this.#using));
    return { rows: asObjects(result) as R[], numAffectedRows: BigInt(result.count) };
  }

  async *streamQuery<R>(compiled: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(compiled);
  }
}

function refuseTransaction(): Promise<never> {
  return Promise.reject(
    new OrmgenError(
      "Kysely's transaction() is not available here: open it with atomic(), and use kysely() inside.",
    ),
  );
}
