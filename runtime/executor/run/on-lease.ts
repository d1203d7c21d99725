import type { Database, Holder, Lease } from "../../driver/database.js";
import type { Session } from "../../driver/session.js";
import { neverSent } from "../connection/home.js";
import type { Pin } from "../connection/pin.js";

/** Whose connection is asked, and for what. */
interface Asker {
  readonly holder: Holder;
  /** The connection that a `detached` block holds, where one is around. */
  readonly pin: Pin | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a connection outside transactions, and another one where it had died while it was idle and nothing was sent. */
export async function onLease<T>(
  database: Database,
  { holder, pin, signal }: Asker,
  ask: (session: Session) => Promise<T>,
): Promise<T> {
  for (;;) {
    const lease = await (pin?.lease(database, signal) ?? database.acquire(holder, signal));
    try {
      return await ask(lease.session);
    } catch (error) {
      if (!letsGo(database, lease, pin, error)) throw error;
    } finally {
      lease.release();
    }
  }
}

/** The twin of `onLease`. */
export function onLeaseSync<T>(database: Database, { holder, pin }: Asker, ask: (session: Session) => T): T {
  for (;;) {
    const lease = pin?.leaseSync(database) ?? database.acquireSync(holder);
    try {
      return ask(lease.session);
    } catch (error) {
      if (!letsGo(database, lease, pin, error)) throw error;
    } finally {
      lease.release();
    }
  }
}

function letsGo(database: Database, lease: Lease, pin: Pin | undefined, error: unknown): boolean {
  return neverSent(lease, error) && pin?.replaces(database, lease) !== false;
}
