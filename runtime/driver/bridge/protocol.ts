import type { MessagePort } from "node:worker_threads";

/** What the worker can be asked for. */
export const Kind = {
  /** Body: a ServerTarget as JSON. Answer: `Opened` as JSON. */
  open: 1,
  /** Body: wire messages for the connection. Answer: the reply's bytes. */
  exchange: 2,
  /** Body: a BootTarget and the engine's path as JSON. Answer: `Opened` as JSON. */
  boot: 3,
  /** Ends the connection or the engine. Answer: nothing. */
  end: 4,
} as const;

export type KindOf = (typeof Kind)[keyof typeof Kind];

export interface Opened {
  readonly id: number;
  readonly pid: number;
}

export interface BootRequest {
  readonly directory: string | null;
  readonly version: string;
  readonly path: string;
}

/** From the caller to the worker; null only wakes it. */
export type ToWorker =
  | null
  | { readonly type: "ping"; readonly count: number }
  /** The bytes of a sync request that are too many for the shared memory. */
  | { readonly type: "large"; readonly seq: number; readonly bytes: Uint8Array }
  | {
      readonly type: "async";
      readonly seq: number;
      readonly kind: KindOf;
      readonly target: number;
      readonly bytes: Uint8Array;
    }
  /** Stops what the connection is doing and ends it. */
  | { readonly type: "drop"; readonly target: number };

export interface FromWorker {
  readonly seq: number;
  readonly failed: boolean;
  readonly bytes: Uint8Array;
}

export interface WorkerData {
  readonly space: SharedArrayBuffer;
  /** Backends of the calling thread. */
  readonly own: Int32Array;
  /** For replies of sync requests that are too long for the shared memory. */
  readonly side: MessagePort;
}

const text = new TextEncoder();
const untext = new TextDecoder();

export function packJson(value: unknown): Uint8Array {
  return text.encode(JSON.stringify(value));
}

export function unpackJson<T>(bytes: Uint8Array): T {
  // Decoding refuses shared memory.
  return JSON.parse(untext.decode(new Uint8Array(bytes))) as T;
}
