import {
  connect,
  connectSync,
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

interface Embedded {
  /** The folder of the embedded database. */
  readonly embedded: string;
}

let opened = 0;

/** A connection of migrations' own, so that a program's is left alone. */
function ownName(): string {
  opened += 1;
  return `ormgen migrations ${String(opened)}`;
}

function targetOf({ embedded }: Embedded, url: string | undefined): string {
  if (url === undefined || url === "") return `embedded:${embedded}`;
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
 * and `MigrationError` where the URL says that a transaction pooler is between.
 */
export async function openDatabase(settings: Embedded, url: string | undefined): Promise<MigrationDatabase> {
  const name = ownName();
  await connect(targetOf(settings, url), { ...OPTIONS, name });
  const connection = {
    rows: (sql: string, parameters: readonly string[] = []) => executeRaw(sql, parameters, name),
    script: (sql: string) => executeScript(sql, name),
    using: name,
  };
  return {
    ...connection,
    session: (work) => detached(() => work(connection)),
    close: () => disconnect(name),
  };
}

export interface MigrationDatabaseSync {
  session<T>(work: (connection: ConnectionSync) => T): T;
  close(): void;
}

/** The twin of `openDatabase`. */
export function openDatabaseSync(settings: Embedded, url: string | undefined): MigrationDatabaseSync {
  const name = ownName();
  connectSync(targetOf(settings, url), { ...OPTIONS, name });
  const connection = {
    rows: (sql: string, parameters: readonly string[]) => executeRawSync(sql, parameters, name),
    script: (sql: string) => executeScriptSync(sql, name),
    using: name,
  };
  return {
    session: (work) => detachedSync(() => work(connection)),
    close: () => disconnectSync(name),
  };
}
