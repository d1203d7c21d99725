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

/** What a look at a backend showed. */
interface Seen {
  /** Whether it waits for a lock of another that belongs to the same process. */
  readonly waitsForOwn: boolean;
  readonly doing: string;
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
  onSeen: (doing: string) => void,
): Promise<void> {
  let over = false;
  let found = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const seen = await lookAt(connection.pid, around);
    found = seen.waitsForOwn;
    onSeen(seen.doing);
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

/** Looks, over another connection, at what a backend does. */
export async function lookAt(pid: number, { target, isOwn }: Surroundings): Promise<Seen> {
  const monitor = await ServerConnection.open(target);
  try {
    const reader = new ReplyReader(null);
    await monitor.exchange(encodeScript(lookingAt(pid)), reader);
    const [row] = reader.rows as (string | null)[][];
    const blockers = row?.[2]?.match(/\d+/gu) ?? [];
    return { waitsForOwn: blockers.some((one) => isOwn(Number(one))), doing: doing(row, blockers) };
  } finally {
    monitor.destroy();
  }
}

const lookingAt = (pid: number): string =>
  `SELECT state, wait_event_type || ': ' || wait_event, array_to_string(pg_catalog.pg_blocking_pids(${String(pid)}), ',') ` +
  `FROM pg_catalog.pg_stat_activity WHERE pid = ${String(pid)}`;

function doing(row: (string | null)[] | undefined, blockers: readonly string[]): string {
  // A pooler numbers its connections by itself.
  if (row === undefined) return "";
  const [state, waits] = row;
  if (state?.startsWith("idle") === true) return `the server waited to be asked (${state})`;
  if (blockers.length > 0) return `it waited for a lock that process ${blockers.join(", ")} held`;
  return `the server was at work on it${waits == null ? "" : ` (${waits})`}`;
}
