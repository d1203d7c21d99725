import type { DatabaseState } from "../state/state.js";

/** Statements that stay together, and how they are to be run. */
export interface Piece {
  readonly mode: "transaction" | "alone" | Batches;
  readonly sql: string;
  /** The key of the table that was there before and is locked; null where nobody can be waiting. */
  readonly table: string | null;
  /** A step of its own, whatever stands around it. */
  readonly apart?: boolean;
  /** Columns and tables whose data is gone afterwards. */
  readonly loses?: readonly string[];
}

export interface Batches {
  readonly size: number;
  readonly table: string;
  readonly column: string;
}

/** What the statements of an operation depend on. */
export interface Planning {
  /** Behind the renames, before everything else; of a rename, right behind it. */
  readonly before: DatabaseState;
  readonly after: DatabaseState;
  /** Without stopping those who use the tables; false writes the short transactional form. */
  readonly online: boolean;
  /** What existing rows get in a column, by column key; absent where nobody knows. */
  readonly fill: (column: string) => string | undefined;
  /** How a column's values become the new type's, by column key, where somebody said so. */
  readonly using: (column: string) => string | undefined;
}
