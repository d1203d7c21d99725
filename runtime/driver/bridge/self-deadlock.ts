import { DeadlockDetected } from "../../errors/index.js";
import { ServerConnection } from "../pg/server-connection.js";
import type { ServerTarget } from "../pg/server-config.js";
import { encodeScript } from "../wire/encode.js";
import { decodeReply } from "../wire/reply.js";

const LOOK_EVERY_MS = 1_000;

interface Surroundings {
  readonly target: ServerTarget;
  /** Whether a backend belongs to the process whose thread is blocked by this exchange. */
  readonly isOwn: (pid: number) => boolean;
}

/**
 * An exchange that a thread blocks on. What it waits for in the database can be held by an async transaction
 * of that same thread, which then never ends: PostgreSQL cannot see this deadlock, so it is looked for here.
 */
export async function exchangeGuarded(
  connection: ServerConnection,
  bytes: Uint8Array,
  { target, isOwn }: Surroundings,
): Promise<Buffer> {
  let over = false;
  let found = false;
  let timer: NodeJS.Timeout | undefined;
  const deadlock = new Promise<never>((_, reject) => {
    const look = async (): Promise<void> => {
      const blockers = await blockersOf(connection.pid, target);
      if (over) return;
      if (!blockers.some(isOwn)) return again();
      found = true;
      await connection.cancel();
      connection.destroy();
      reject(
        new DeadlockDetected(
          "This sync call waited for a row that an open async transaction of this same process holds, which cannot " +
            "go on meanwhile: call the async twin, or make the sync call inside that transaction.",
        ),
      );
    };
    const again = () => void (timer = setTimeout(() => void look().catch(again), LOOK_EVERY_MS));
    again();
  });
  try {
    const reply = await Promise.race([connection.exchange(bytes), deadlock]);
    return found ? await deadlock : reply;
  } catch (error) {
    // The cancel makes the exchange itself fail first; the deadlock says why.
    if (found) return await deadlock;
    throw error;
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

async function blockersOf(pid: number, target: ServerTarget): Promise<number[]> {
  const monitor = await ServerConnection.open(target);
  try {
    const { rows } = decodeReply(
      await monitor.exchange(encodeScript(`SELECT unnest(pg_blocking_pids(${pid}))`)),
      null,
    );
    return rows.map(([blocker]) => Number(blocker));
  } finally {
    monitor.destroy();
  }
}
