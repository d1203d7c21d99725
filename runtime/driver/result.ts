/** What the database answered to a statement. */
export interface Result {
  /** One array a row, in the order of the columns, decoded; NULL is null. */
  readonly rows: unknown[][];
  /** Rows that the command touched, from its tag: `UPDATE 3` gives 3. */
  readonly count: number;
  /** Names of the columns, known only where the server described them. */
  readonly names: readonly string[] | null;
}
