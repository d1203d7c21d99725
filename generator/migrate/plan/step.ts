import type { Batches } from "../operations/piece.js";

/** Part of a migration that is done as a whole or not at all. */
export interface Step {
  readonly mode: "transaction" | "alone" | "code" | Batches;
  /** Empty where the step is code. */
  readonly sql: string;
  /** Keys of columns and tables whose data is gone afterwards. */
  readonly loses: readonly string[];
  /** What it locks and costs, measured. */
  readonly note?: string;
}
