import { endDeadlock } from "../pg/own-deadlock.js";
import { ServerConnection } from "../pg/server-connection.js";
import type { ServerTarget } from "../pg/server-config.js";
import { encodeScript } from "../wire/encode.js";
import type { Reader } from "../wire/reader.js";
import { ReplyReader } from "../wire/reply.js";

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
  reader: Reader,
  around: Surroundings,
): Promise<void> {
  let over = false;
  let found = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    found = await waitsForOwn(connection.pid, around);
    if (over || !found) return again();
    await connection.cancel();
    timer = setTimeout(() => connection.destroy(), LOOK_EVERY_MS);
  };
  const again = () => {
    if (!over) timer = setTimeout(() => void look().catch(again), LOOK_EVERY_MS);
  };
  again();
  try {
    await connection.exchange(bytes, reader);
  } finally {
    over = true;
    clearTimeout(timer);
  }
  if (found) endDeadlock(connection, reader);
}

/** Whether a backend waits for a lock of another that belongs to the same process. */
export async function waitsForOwn(pid: number, { target, isOwn }: Surroundings): Promise<boolean> {
  const monitor = await ServerConnection.open(target);
  try {
    const reader = new ReplyReader(null);
    await monitor.exchange(
      encodeScript(`SELECT unnest(pg_catalog.pg_blocking_pids(${String(pid)}))`),
      reader,
    );
    return reader.rows.some(([blocker]) => isOwn(Number(blocker)));
  } finally {
    monitor.destroy();
  }
}
