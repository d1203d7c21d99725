import type { DatabaseState } from "../state/state.js";
import type { Piece, Planning } from "./piece.js";
import type { Operation } from "./operation.js";

/** What is known of one kind of operation. */
export interface Kind<O extends Operation> {
  /** The state after it. */
  apply(state: DatabaseState, operation: O): DatabaseState;
  /** When its statements run: see `phases.ts`. */
  phase(operation: O): number;
  /** Its statements; none where nothing of it stands in the database. */
  sql(operation: O, planning: Planning): readonly Piece[];
  /** A line for people, in the user's own names; `modelOf` gives the model of a table. */
  title(operation: O, modelOf: (table: string) => string): string;
}
