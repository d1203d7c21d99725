import type { Reader } from "./wire/reader.js";

/** Bytes out, a whole reply in: all that a session needs of a connection. */
export interface Transport {
  /** True where `exchangeSync` never waits for anything: it serves async callers too. */
  readonly instant: boolean;
  /** Whether a sync call can use this connection. */
  readonly reachableSync: boolean;
  /** The bytes are not looked at once the call has returned its promise. Rejects with an error that has a fate, if any is known. */
  exchange(bytes: Uint8Array, reader: Reader, signal?: AbortSignal): Promise<void>;
  /** @param sql what is asked: how long its answers take is remembered. */
  exchangeSync(bytes: Uint8Array, reader: Reader, sql?: string): void;
  /** Blocks until what async callers asked is answered, where a thread can: they hear of it once it is free again. */
  settleSync?(): void;
  /** False once the connection broke or was dropped. */
  readonly alive: boolean;
  /** Ends the connection; never throws and never waits. */
  destroy(): void;
}
