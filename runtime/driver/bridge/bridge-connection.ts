import { aborted } from "../aborted.js";
import { settled } from "./settled.js";
import { unpackJson, packJson, Kind, type Opened } from "./protocol.js";
import type { ServerTarget } from "../pg/server-config.js";
import type { Transport } from "../transport.js";
import { Bridge } from "./bridge.js";

let current: Bridge | null = null;

/** The one worker for sync calls to servers: started at the first, and again after it ended. */
export function currentBridge(): Bridge {
  if (current?.alive !== true) current = new Bridge();
  return current;
}

/** Puts another worker in place: for tests of what becomes of calls when it fails. */
export function replaceBridge(bridge: Bridge): void {
  current = bridge;
}

/** A server connection that lives in the worker: sync calls block for it, async calls send it messages. */
export class BridgeConnection implements Transport {
  readonly instant = false;
  readonly reachableSync = true;
  readonly #bridge: Bridge;
  readonly #id: number;
  readonly #timeoutMs: number;
  #alive = true;

  constructor(bridge: Bridge, { id }: Opened, timeoutMs: number) {
    this.#bridge = bridge;
    this.#id = id;
    this.#timeoutMs = timeoutMs;
  }

  get alive(): boolean {
    return this.#alive && this.#bridge.alive;
  }

  async exchange(bytes: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
    if (signal?.aborted === true) throw aborted(signal);
    const call = this.#bridge.call(Kind.exchange, this.#id, bytes);
    try {
      return await (signal === undefined ? call : settled(call, signal, () => aborted(signal)));
    } catch (error) {
      // The worker answers with an error only where the connection itself failed.
      this.destroy();
      throw error;
    }
  }

  exchangeSync(bytes: Uint8Array): Buffer {
    try {
      return this.#bridge.callSync(Kind.exchange, this.#id, bytes, this.#timeoutMs);
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  destroy(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#bridge.drop(this.#id);
  }
}

export function bridgeConnection(target: ServerTarget, timeoutMs: number): BridgeConnection {
  const bridge = currentBridge();
  const limit = target.connectTimeoutMs + 1_000;
  const opened = unpackJson<Opened>(bridge.callSync(Kind.open, 0, packJson(target), limit));
  return new BridgeConnection(bridge, opened, waitLimit(target, timeoutMs));
}

export async function bridgeConnectionAsync(
  target: ServerTarget,
  timeoutMs: number,
): Promise<BridgeConnection> {
  const bridge = currentBridge();
  const opened = unpackJson<Opened>(await bridge.call(Kind.open, 0, packJson(target)));
  return new BridgeConnection(bridge, opened, waitLimit(target, timeoutMs));
}

/** The server's own limit comes first, so that its error is the one that is seen. */
function waitLimit({ statementTimeoutMs }: ServerTarget, timeoutMs: number): number {
  return statementTimeoutMs === null ? timeoutMs : statementTimeoutMs + 1_000;
}
