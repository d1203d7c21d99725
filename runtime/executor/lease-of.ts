import type { Database, Lease } from "../driver/database.js";
import type { Pin } from "./pin.js";

/** The connection of a query outside transactions: the pinned one, or any that is free. */
export async function leaseOf(
  database: Database,
  pin: Pin | undefined,
  signal: AbortSignal | undefined,
): Promise<Lease> {
  return pin?.lease(database, signal) ?? database.acquire("a query", signal);
}

/** The twin of `leaseOf`. */
export function leaseOfSync(database: Database, pin: Pin | undefined): Lease {
  return pin === undefined ? database.acquireSync("a query") : pin.leaseSync(database);
}
