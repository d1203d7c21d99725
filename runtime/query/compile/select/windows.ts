import { containsWindow } from "../../expression/contains.js";
import { annotationsOf, type QueryState } from "../../state.js";

/** Whether a filter asks of a window: such rows are known only when the query is done. */
export function asksWindows(state: QueryState): boolean {
  const annotations = annotationsOf(state);
  return state.steps.some((step) => step.kind === "filter" && containsWindow(step.condition, annotations));
}
