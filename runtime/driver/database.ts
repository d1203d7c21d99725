import type { Traits } from "./traits.js";
import type { SyncMode } from "./connect-options.js";
import type { Session } from "./session.js";

/** A connection on loan. */
export interface Lease {
  readonly session: Session;
  /** Gives it back; it is passed on only if it is as it was. Calling it twice does nothing. */
  release(): void;
  /** True once it was taken back from who has it: nothing of theirs runs on it any more. */
  readonly over?: boolean;
}

/** Who asks for a connection, as the message of a PoolTimeout names them: "a query", "a transaction". */
export type Holder = string | { toString(): string };

export interface Endpoint {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
}

/** Where connections come from: one embedded engine, or a server. */
export interface Database {
  readonly traits: Omit<Traits, "inTransaction">;
  /** For messages and logs: never with a password. */
  readonly label: string;
  /** Where it is, for traces; an embedded one is nowhere. */
  readonly endpoint: Endpoint;
  /** How sync calls are served, or that they are refused. */
  readonly sync: SyncMode;
  /** How long a stream may stand unread. */
  readonly streamIdleMs: number;
  /** Makes sure that it can be reached. */
  open(): Promise<void>;
  openSync(): void;
  /** One that is there at once, for a single query; null where something has to be waited for. */
  tryAcquire(): Lease | null;
  tryAcquireSync(): Lease | null;
  acquire(holder: Holder, signal?: AbortSignal): Promise<Lease>;
  /** A connection that sync calls can use. */
  acquireSync(holder: Holder): Lease;
  /** A connection that both styles can use. */
  acquireShared(holder: Holder, signal?: AbortSignal): Promise<Lease>;
  close(): Promise<void>;
  closeSync(): void;
}
