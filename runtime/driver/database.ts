import type { Traits } from "./traits.js";
import type { Session } from "./session.js";

/** A connection on loan. */
export interface Lease {
  readonly session: Session;
  /** Gives it back; it is passed on only if it is as it was. Calling it twice does nothing. */
  release(): void;
}

/** Who asks for a connection: the message of a PoolTimeout names them. */
export type Holder = "a query" | "a transaction" | "a script" | "detached()" | "connect()";

/** Where connections come from: one embedded engine, or a server. */
export interface Database {
  readonly traits: Omit<Traits, "inTransaction">;
  /** For messages and logs: never with a password. */
  readonly label: string;
  /** Whether sync calls are refused. */
  readonly sync: "allow" | "forbid";
  /** Makes sure that it can be reached. */
  open(): Promise<void>;
  openSync(): void;
  acquire(holder: Holder): Promise<Lease>;
  /** A connection that sync calls can use. */
  acquireSync(holder: Holder): Lease;
  /** A connection that both styles can use. */
  acquireShared(holder: Holder): Promise<Lease>;
  close(): Promise<void>;
  closeSync(): void;
}
