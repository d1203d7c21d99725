import type { Database } from "../../driver/database.js";
import { SyncForbidden } from "../../errors/index.js";

/** Throws `SyncForbidden` where a connection was made for async calls alone. */
export function allowSync(database: Database): void {
  if (database.sync !== "forbid") return;
  throw new SyncForbidden(
    'Sync queries are forbidden on this connection (sync: "forbid"): await the async twin.',
  );
}
