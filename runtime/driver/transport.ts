/** Bytes out, a whole reply back: all that a session needs of a connection. */
export interface Transport {
  /** True where `exchangeSync` never waits for anything: it serves async callers too. */
  readonly instant: boolean;
  /** Whether a sync call can use this connection. */
  readonly reachableSync: boolean;
  exchange(bytes: Uint8Array, signal?: AbortSignal): Promise<Buffer>;
  exchangeSync(bytes: Uint8Array): Buffer;
  /** False once the connection broke or was dropped. */
  readonly alive: boolean;
  /** Ends the connection; never throws and never waits. */
  destroy(): void;
}
