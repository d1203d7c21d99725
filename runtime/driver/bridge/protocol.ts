import type { MessagePort } from "node:worker_threads";
import type { ServerTarget } from "../pg/server-config.js";

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
  /** Body: a `Backend` as JSON. Answer: `Guarded` as JSON. */
  guard: 5,
  /** Answer: what the server was last seen doing for the connection, as JSON. */
  doing: 6,
} as const;

export type KindOf = (typeof Kind)[keyof typeof Kind];

export interface Opened {
  readonly id: number;
  readonly pid: number;
  readonly secretKey: number;
  /** Whether the connection started with the settings that codecs rely on. */
  readonly settled: boolean;
}

/** A backend, as it is cancelled. */
export interface Backend {
  readonly target: ServerTarget;
  readonly pid: number;
  readonly secretKey: number;
}

export interface BootRequest {
  readonly directory: string | null;
  readonly version: string;
  readonly extensions: readonly string[];
  readonly path: string;
}

/** A backend that a worker's end left without a client. */
export interface Orphan {
  readonly id: number;
  readonly backend: Backend;
  /** How many workers were asked to stop it. */
  readonly asked: number;
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
  | { readonly type: "drop"; readonly target: number }
  /** Nobody waits for this call any more: what it opened is ended. */
  | { readonly type: "forget"; readonly seq: number }
  /** The memory of a call that was cut off is used by nobody again; here is other. */
  | { readonly type: "space"; readonly space: SharedArrayBuffer }
  | { readonly type: "cancel"; readonly orphans: readonly Orphan[] };

export type FromWorker =
  | Answer
  | { readonly pong: number }
  /** The server was told to stop what this orphan does, as far as it could be told. */
  | { readonly cancelled: number };

export interface Answer {
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
