import { EngineCrashed } from "../../errors/index.js";
import { Bridge } from "../bridge/bridge.js";
import { Kind, packJson, unpackJson, type BootRequest, type Opened } from "../bridge/protocol.js";
import { fateOf, withFate } from "../fate.js";
import { encodeScript } from "../wire/encode.js";
import type { Reader } from "../wire/reader.js";
import type { BootTarget } from "./boot-engine.js";
import type { OwnedEngine } from "./embedded-database.js";
import { engineLocation } from "./engine-location.js";

const BOOT_MS = 120_000;
const EXIT_MS = 5_000;
/** As on the calling thread, where nothing could stop a statement of the embedded engine either. */
const UNLIMITED_MS = 2 ** 31 - 1;

/** The embedded database in a thread of its own: where a sync call came before the engine could be booted here. */
export function bootWorkerEngine(target: BootTarget): OwnedEngine {
  const bridge = new Bridge({ watch: false });
  const request: BootRequest = { ...target, path: engineLocation().path };
  try {
    const { id } = unpackJson<Opened>(bridge.callSync(Kind.boot, 0, packJson(request), BOOT_MS));
    return new WorkerEngine(bridge, id, target.directory !== null);
  } catch (error) {
    bridge.terminate();
    throw error;
  }
}

class WorkerEngine implements OwnedEngine {
  readonly instant = false;
  readonly reachableSync = true;
  readonly #bridge: Bridge;
  readonly #id: number;
  #alive = true;
  told = false;
  readonly #lasting: boolean;

  constructor(bridge: Bridge, id: number, lasting: boolean) {
    this.#bridge = bridge;
    this.#id = id;
    this.#lasting = lasting;
  }

  get alive(): boolean {
    return this.#alive && this.#bridge.alive;
  }

  async exchange(bytes: Uint8Array, reader: Reader): Promise<void> {
    try {
      reader.push(await this.#bridge.call(Kind.exchange, this.#id, bytes));
    } catch (error) {
      throw this.#crashed(error);
    }
  }

  exchangeSync(bytes: Uint8Array, reader: Reader): void {
    try {
      reader.push(this.#bridge.callSync(Kind.exchange, this.#id, bytes, UNLIMITED_MS));
    } catch (error) {
      throw this.#crashed(error);
    }
  }

  destroy(): void {
    this.#alive = false;
    this.#bridge.terminate();
  }

  checkpoint(): void {
    if (!this.alive) return;
    try {
      this.#bridge.callSync(Kind.exchange, this.#id, encodeScript("ROLLBACK"), EXIT_MS);
      this.#bridge.callSync(Kind.exchange, this.#id, encodeScript("CHECKPOINT"), EXIT_MS);
    } catch {
      // Recovery at the next opening does the same.
    }
  }

  async shutdown(): Promise<void> {
    await this.#bridge.call(Kind.end, this.#id, new Uint8Array()).catch(() => undefined);
    this.destroy();
  }

  shutdownSync(): void {
    this.checkpoint();
    this.destroy();
  }

  #crashed(error: unknown): Error {
    this.destroy();
    // What never ran is asked again, of another engine.
    this.told ||= fateOf(error) !== "never ran";
    if (error instanceof EngineCrashed) return error;
    const left = this.#lasting ? "" : " It was in memory: all that it held is gone.";
    const crash = new EngineCrashed(
      `The embedded database's thread ended; the next query opens it anew.${left}`,
      { cause: error },
    );
    return withFate(crash, fateOf(error));
  }
}
