import {
  connect,
  connectSync,
  connectionAt,
  detached,
  detachedSync,
  disconnect,
  disconnectSync,
  executeRaw,
  executeRawSync,
  executeScript,
  executeScriptSync,
} from "../../../runtime/executor/index.js";
import { saysPooled } from "../../../runtime/driver/pg/server-config.js";
import type { ConnectionSync } from "../apply/task.js";
import type { MigrationDatabase } from "./database.js";
import { MigrationError } from "../migration-errors.js";

interface Place {
  /** The folder of the embedded database. */
  readonly embedded: string;
  /** A connection that the program has. */
  readonly using?: string | undefined;
}

let opened = 0;

/** A connection of migrations' own, so that a program's is left alone. */
function ownName(): string {
  opened += 1;
  return `ormgen migrations ${String(opened)}`;
}

/**
 * The connection to take, where the program has it: one that it names, or that has the embedded database open, which none
 * beside it can open; null: one of migrations' own.
 */
function borrowed({ embedded, using }: Place, url: string | undefined): string | null {
  if (using === undefined) return connectionAt(targetOf(embedded, url));
  if (url !== undefined) {
    throw new MigrationError("There are two databases, by `url` and by `using`: say one.");
  }
  return using;
}

function targetOf(embedded: string, url: string | undefined): string {
  if (url === undefined || url === "") return `embedded:${embedded}`;
  if (/^memory:/iu.test(url)) {
    throw new MigrationError(
      "A database in memory is gone with its connection, and what was migrated with it: in a program, migrate the one " +
        'that it has by `await migrate({ using: "default" })`; for tests there is testDatabase() of ormgen/testing',
    );
  }
  if (/^postgres(?:ql)?:/iu.test(url) && saysPooled(url)) {
    throw new MigrationError(
      "The database URL leads through a transaction pooler (pgbouncer=true), which keeps no lock from one statement to " +
        "the next: name the server itself, for migrations by `migrateUrl` in ormgen.config.ts",
    );
  }
  return url;
}

/** Statements of a migration take the time that they take. */
const OPTIONS = { prepare: false, syncTimeoutMs: 2 ** 31 - 1 } as const;

/**
 * Opens the server that `url` names, or the embedded database of the folder. Throws `ConnectionFailed` or `DatabaseInUse`,
 * and `MigrationError` where the URL says that a transaction pooler is between, or names a database in memory.
 */
export async function openDatabase(place: Place, url: string | undefined): Promise<MigrationDatabase> {
  const own = borrowed(place, url);
  const name = own ?? ownName();
  if (own === null) await connect(targetOf(place.embedded, url), { ...OPTIONS, name });
  const connection = {
    rows: (sql: string, parameters: readonly string[] = []) => executeRaw(sql, parameters, name),
    script: (sql: string) => executeScript(sql, name),
    using: name,
  };
  return {
    ...connection,
    session: (work) => detached(() => work(connection)),
    close: async () => (own === null ? disconnect(name) : undefined),
  };
}

export interface MigrationDatabaseSync {
  session<T>(work: (connection: ConnectionSync) => T): T;
  close(): void;
}

/** The twin of `openDatabase`. */
export function openDatabaseSync(place: Place, url: string | undefined): MigrationDatabaseSync {
  const own = borrowed(place, url);
  const name = own ?? ownName();
  if (own === null) connectSync(targetOf(place.embedded, url), { ...OPTIONS, name });
  const connection = {
    rows: (sql: string, parameters: readonly string[]) => executeRawSync(sql, parameters, name),
    script: (sql: string) => executeScriptSync(sql, name),
    using: name,
  };
  return {
    session: (work) => detachedSync(() => work(connection)),
    close: () => {
      if (own === null) disconnectSync(name);
    },
  };
}
