export interface PoolOptions {
  /** Most connections at once; 10 where not given. */
  readonly max?: number;
  /** How long to wait for a free connection before `PoolTimeout`; 30 seconds where not given. */
  readonly timeoutMs?: number;
  /** How long an unused connection is kept; 10 seconds where not given. */
  readonly idleMs?: number;
}

export interface ConnectOptions {
  /** The name that `using` refers to; "default" where none is given. */
  readonly name?: string;
  /** "forbid": sync queries throw `SyncForbidden`. */
  readonly sync?: "allow" | "forbid";
  /** false behind a transaction pooler (PgBouncer): statements are not prepared under names. */
  readonly prepare?: boolean;
  readonly pool?: PoolOptions;
  /** The server stops a statement after this time: `StatementTimeout`. */
  readonly statementTimeoutMs?: number;
  /** How long a sync call waits for the server at most; a minute where not given. */
  readonly syncTimeoutMs?: number;
  /** How long making a connection may take; 15 seconds where not given. */
  readonly connectTimeoutMs?: number;
}

export interface RoutedOptions extends ConnectOptions {
  readonly primary: string;
  /** Reads outside transactions go to these, in turn. */
  readonly replicas?: readonly string[];
}
