import { settled } from "../settled.js";
import type { Transport } from "../transport.js";
import { encodeScript } from "../wire/encode.js";
import { ReplyReader } from "../wire/reply.js";

export const PEER_MS = 10_000;

/** Whether the server answers another connection, and has the backend still: null where no backend can be asked for. */
export async function isThere(opening: Promise<Transport>, pid: number | null): Promise<boolean> {
  const limit = AbortSignal.timeout(PEER_MS);
  try {
    const monitor = await settled(opening, limit, () => new Error("late"));
    const reader = new ReplyReader(null);
    const backend = pid === null ? "" : ` FROM pg_catalog.pg_stat_activity WHERE pid = ${String(pid)}`;
    await monitor.exchange(encodeScript(`SELECT 1${backend}`), reader, limit);
    return reader.rows.length > 0;
  } catch {
    return false;
  } finally {
    void opening.then(
      (monitor) => monitor.destroy(),
      () => undefined,
    );
  }
}
