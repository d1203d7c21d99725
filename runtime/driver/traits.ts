/** What a connection can do, as an operation may ask. */
export interface Traits {
  /** Whether a transaction is open around the operation. */
  readonly inTransaction: boolean;
  /** True on the embedded database: every caller shares the one session. */
  readonly singleSession: boolean;
}
