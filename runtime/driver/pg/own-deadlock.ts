import { DeadlockDetected } from "../../errors/index.js";
import { withFate } from "../fate.js";
import type { Transport } from "../transport.js";
import type { Reader } from "../wire/reader.js";

const CANCELLED = "57014";

/** What a look at a backend showed that a blocked thread waits for. */
export interface Guarded {
  /** Whether it waited for that very thread, and was cancelled. */
  readonly cancelled: boolean;
  /** What it was doing, for a message. */
  readonly doing: string;
}

/** After a cancel: the connection is dropped, and the answer to it says whether it came in time. */
export function endDeadlock(connection: Transport, reader: Reader): void {
  connection.destroy();
  if (reader.interrupted().error?.sqlstate === CANCELLED) throw withFate(deadlocked(), "undone");
}

function deadlocked(): DeadlockDetected {
  return new DeadlockDetected(
    "This sync call waited for a row that an open async transaction of this same process holds, which cannot " +
      "go on meanwhile: call the async twin, or make the sync call inside that transaction.",
  );
}
