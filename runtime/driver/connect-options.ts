export interface PoolOptions {
  /** Most connections at once; 10 where not given. */
  readonly max?: number;
  /** How long to wait for a free connection before `PoolTimeout`; 30 seconds where not given. */
  readonly timeoutMs?: number;
  /** How long an unused connection is kept; 10 seconds where not given. */
  readonly idleMs?: number;
  /** How long a stream outside of transactions may stand unread before its connection is taken back; a minute where not given. */
  readonly streamIdleMs?: number;
}

export type SyncMode = "auto" | "direct" | "worker" | "forbid";

export interface ConnectOptions {
  /** The name that `using` refers to; "default" where none is given. */
  readonly name?: string;
  /**
   * How a sync call reaches a server. "auto": on the socket of an async connection where that is possible, else in a
   * worker; "direct": on the socket or not at all; "worker": in the worker; "forbid": sync queries throw `SyncForbidden`.
   */
  readonly sync?: SyncMode;
  /**
   * false behind a transaction pooler (PgBouncer): statements are not prepared under names, and settings go with each
   * transaction. So it is for a URL with `?pgbouncer=true` too, where it is not given; true there keeps the names, for a
   * pooler that knows them (PgBouncer 1.21 with `max_prepared_statements`).
   */
  readonly prepare?: boolean;
  readonly pool?: PoolOptions;
  /** The server stops a statement after this time: `StatementTimeout`; 0 is no limit. */
  readonly statementTimeoutMs?: number;
  /** How long a sync call waits for the server at most; a minute where not given. */
  readonly syncTimeoutMs?: number;
  /** How long making a connection may take; 15 seconds where not given, or little more than a statement may take. */
  readonly connectTimeoutMs?: number;
  /** Reads outside transactions go to these, in turn. */
  readonly replicas?: readonly string[];
  /** How long after a write of this process the primary answers reads too; not at all where not given. */
  readonly replicaLagMs?: number;
}

export interface RoutedOptions extends ConnectOptions {
  /** Where writes go; `DATABASE_URL` or the embedded database where none is given. */
  readonly primary?: string;
}
