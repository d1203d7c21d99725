import { applyOperation, titleOf } from "../operations/index.js";
import type { Operation } from "../operations/operation.js";
import type { DatabaseState } from "../state/state.js";

/** The operations as lines for people. */
export function titles(operations: readonly Operation[], before: DatabaseState): string[] {
  let state = before;
  return operations.map((operation) => {
    state = applyOperation(state, operation);
    return titleOf(operation, state);
  });
}
