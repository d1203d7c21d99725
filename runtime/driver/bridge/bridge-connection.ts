import { StatementTimeout } from "../../errors/index.js";
import { aborted } from "../aborted.js";
import { withFate } from "../fate.js";
import { answerLimit, type ServerTarget } from "../pg/server-config.js";
import type { Guarded } from "../pg/own-deadlock.js";
import { settled } from "../settled.js";
import { tooLate } from "../too-late.js";
import type { Transport } from "../transport.js";
import type { Reader } from "../wire/reader.js";
import { Bridge } from "./bridge.js";
import { unpackJson, packJson, Kind, type Backend, type Opened } from "./protocol.js";

/** How long a worker may take to say what it knows. */
const KNOWN_MS = 200;

let current: Bridge | null = null;

/** The one worker for sync calls to servers: started at the first, and again after it ended. */
export function currentBridge(): Bridge {
  if (current?.alive !== true) return replaceBridge(new Bridge());
  return current;
}

/** Puts another worker in place. */
export function replaceBridge(bridge: Bridge): Bridge {
  // Its successor tells the server to stop what nobody waits for any more.
  bridge.onOrphans = (orphans) => currentBridge().cancel(orphans);
  current = bridge;
  return bridge;
}

/** A server connection that lives in the worker: sync calls block for it, async calls send it messages. */
export class BridgeConnection implements Transport {
  readonly instant = false;
  readonly reachableSync = true;
  readonly settled: boolean;
  readonly #bridge: Bridge;
  readonly #id: number;
  readonly #limitMs: number;
  #alive = true;

  constructor(bridge: Bridge, { id, pid, secretKey, settled }: Opened, target: ServerTarget) {
    this.#bridge = bridge;
    this.#id = id;
    this.settled = settled;
    this.#limitMs = answerLimit(target) ?? target.syncTimeoutMs;
    bridge.backends.set(id, { target, pid, secretKey });
  }

  get alive(): boolean {
    return this.#alive && this.#bridge.alive;
  }

  async exchange(bytes: Uint8Array, reader: Reader, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) throw withFate(aborted(signal), "never ran");
    const call = this.#bridge.call(Kind.exchange, this.#id, bytes);
    try {
      reader.push(await (signal === undefined ? call : settled(call, signal, () => aborted(signal))));
    } catch (error) {
      // The worker answers with an error only where the connection itself failed.
      this.destroy();
      throw error;
    }
  }

  exchangeSync(bytes: Uint8Array, reader: Reader): void {
    try {
      reader.push(this.#bridge.callSync(Kind.exchange, this.#id, bytes, this.#limitMs));
    } catch (error) {
      const doing = error instanceof StatementTimeout ? this.#doing() : "";
      this.destroy();
      throw doing === "" ? error : tooLate(this.#limitMs, doing);
    }
  }

  /** What the worker saw the server doing: it knows without asking. */
  #doing(): string {
    try {
      return unpackJson<string>(this.#bridge.callSync(Kind.doing, this.#id, new Uint8Array(), KNOWN_MS));
    } catch {
      return "";
    }
  }

  destroy(): void {
    if (!this.#alive) return;
    this.#alive = false;
    if (this.#bridge.alive) this.#bridge.backends.delete(this.#id);
    this.#bridge.drop(this.#id);
  }
}

export function bridgeConnection(target: ServerTarget): BridgeConnection {
  const bridge = currentBridge();
  const limit = target.connectTimeoutMs + 1_000;
  const opened = unpackJson<Opened>(bridge.callSync(Kind.open, 0, packJson(target), limit));
  return new BridgeConnection(bridge, opened, target);
}

export async function bridgeConnectionAsync(target: ServerTarget): Promise<BridgeConnection> {
  const bridge = currentBridge();
  const opened = unpackJson<Opened>(await bridge.call(Kind.open, 0, packJson(target)));
  return new BridgeConnection(bridge, opened, target);
}

const GUARD_MS = 5_000;

/** Looks at a backend that this thread waits for; where it waits for this thread, it is cancelled. */
export function cancelsOwnDeadlock(backend: Backend, leftMs: number): Guarded {
  try {
    return unpackJson<Guarded>(
      currentBridge().callSync(Kind.guard, 0, packJson(backend), Math.min(leftMs, GUARD_MS)),
    );
  } catch {
    // It is looked at again in a second.
    return { cancelled: false, doing: "" };
  }
}
