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
 * Where to migrate: by a connection that the program has, where it names one or has the embedded database open, which none
 * beside it can open (`target` is null then); else by one of migrations' own.
 */
function settled(
  { embedded, using }: Place,
  url: string | undefined,
): { readonly name: string; readonly target: string | null } {
  if (using !== undefined && url !== undefined)
    throw new MigrationError("There are two databases, by `url` and by `using`: say one.");
  if (using !== undefined) return { name: using, target: null };
  const target = targetOf(embedded, url);
  const open = connectionAt(target);
  return open === null ? { name: ownName(), target } : { name: open, target: null };
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
  const { name, target } = settled(place, url);
  if (target !== null) await connect(target, { ...OPTIONS, name });
  const connection = {
    rows: (sql: string, parameters: readonly string[] = []) => executeRaw(sql, parameters, name),
    script: (sql: string) => executeScript(sql, name),
    using: name,
  };
  return {
    ...connection,
    session: (work) => detached(() => work(connection)),
    close: async () => {
      if (target !== null) await disconnect(name);
    },
  };
}

export interface MigrationDatabaseSync {
  session<T>(work: (connection: ConnectionSync) => T): T;
  close(): void;
}

/** The twin of `openDatabase`. */
export function openDatabaseSync(place: Place, url: string | undefined): MigrationDatabaseSync {
  const { name, target } = settled(place, url);
  if (target !== null) connectSync(target, { ...OPTIONS, name });
  const connection = {
    rows: (sql: string, parameters: readonly string[]) => executeRawSync(sql, parameters, name),
    script: (sql: string) => executeScriptSync(sql, name),
    using: name,
  };
  return {
    session: (work) => detachedSync(() => work(connection)),
    close: () => {
      if (target !== null) disconnectSync(name);
    },
  };
}
