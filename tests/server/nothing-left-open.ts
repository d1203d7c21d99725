import { expect, vi } from "vitest";
import type { TestDatabase } from "./database.js";

/** Others' tests lock on the same server: what is looked at is this database alone. */
const OPEN =
  "SELECT 'an advisory lock' AS what, pid FROM pg_locks " +
  "WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) " +
  "UNION ALL SELECT state || ': ' || query, pid FROM pg_stat_activity " +
  "WHERE datname = current_database() AND state LIKE 'idle in%'";

/** Waits until a database has no advisory lock and no open transaction; a server hears late of a connection that was cut. */
export async function nothingLeftOpen(database: TestDatabase): Promise<void> {
  await vi.waitFor(async () => expect(await database.query(OPEN)).toEqual([]), { timeout: 60_000 });
}
