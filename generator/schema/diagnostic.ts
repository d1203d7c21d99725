import type { Position } from "./schema.js";

/** One mistake in a model file. */
export interface Diagnostic {
  /** Stable, documented in docs/reference/diagnostics.md: `ORM1003`. */
  readonly code: string;
  /** What is wrong, naming the model and field: no line break, no full stop at the end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | null;
  readonly position: Position;
  /** Where the marked text ends (exclusive), for the code frame. */
  readonly end: { readonly line: number; readonly column: number } | null;
}
