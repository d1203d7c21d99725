import { quoteName } from "../ddl/quote.js";
import { MigrationError } from "../migration-errors.js";
import { rows, type Row, type Task } from "./task.js";

const WAY_OUT = "by `migrateUrl` in ormgen.config.ts, or by DATABASE_URL";

/** Insufficient privilege; no schema of the search path that the role may use. */
const CODES: ReadonlySet<unknown> = new Set(["42501", "3F000"]);

/** Throws `MigrationError` where the database takes no writes: before a lock is taken, and anything is begun. */
export function* requireWritable(): Task<void> {
  const [row] = yield* rows(
    `SELECT current_database()::text AS database, pg_is_in_recovery()::text AS standby,
       current_setting('transaction_read_only') AS readonly`,
  );
  const database = quoteName(String(row?.database));
  if (row?.standby === "true") {
    throw new MigrationError(
      `The server of the database ${database} is a standby, which takes no writes. Nothing was applied: name the primary, ${WAY_OUT}`,
    );
  }
  if (row?.readonly !== "on") return;
  throw new MigrationError(
    `The connection to the database ${database} is read only (default_transaction_read_only is on). Nothing was applied: ` +
      `name one that writes, ${WAY_OUT}`,
  );
}

/** Does the task; where the role has no right to something, the error says which role, and what to do. */
export function* withRights<T>(task: () => Task<T>): Task<T> {
  try {
    return yield* task();
  } catch (error) {
    if (!(error instanceof Error) || !lacksRights(error)) throw error;
    const who = yield* whoIsIt();
    if (who === null) throw error;
    throw new MigrationError(
      `${error.message.replace(/\.$/u, "")}. This is the role ${quoteName(String(who.role))} in the database ` +
        `${quoteName(String(who.database))}: name one that owns the tables and may make others, ${WAY_OUT}`,
      { cause: error },
    );
  }
}

function lacksRights(error: Error): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (CODES.has((at as { readonly code?: unknown }).code)) return true;
  }
  return false;
}

/** Null where the connection is gone, or its transaction failed. */
function* whoIsIt(): Task<Row | null> {
  try {
    const [row] = yield* rows("SELECT current_user::text AS role, current_database()::text AS database");
    return row ?? null;
  } catch {
    return null;
  }
}
