import type { SelectQueryNode } from "kysely";
import type { Codec } from "../../../values/index.js";
import type { QueryState } from "../../state.js";
import { assemble } from "./assemble.js";
import { Builder } from "../builder.js";
import { selectCombined } from "./combined.js";
import type { InstancePlan } from "./plan.js";
import { Selection, selectAnnotations, selectInstances, selectNames } from "./selection.js";
import { applySteps } from "../steps.js";

export interface Select {
  readonly node: SelectQueryNode;
  readonly codecs: readonly (Codec | null)[];
  readonly plan: InstancePlan | null;
}

/**
 * The rows of a queryset, as it says.
 *
 * @param parent the query around, of which its conditions may speak.
 */
export function selectRows(state: QueryState, parent: Builder | null = null): Select {
  if (state.combined) return selectCombined(state, state.combined, parent);
  const builder = new Builder(state.model, parent?.timeZone ?? state.model.spec.client.timeZone, parent);
  const filtered = applySteps(builder, state);
  const selection = new Selection();
  const plan = selectRow(builder, selection, state);
  const codecs = [...selection.codecs];
  return { node: assemble(builder, state, selection, filtered), codecs, plan };
}

/** Selects what a row gives: the names of `values()`, or an instance with its annotations. */
export function selectRow(builder: Builder, selection: Selection, state: QueryState): InstancePlan | null {
  if (state.shape.kind !== "instances") {
    selectNames(builder, selection, state.shape.names);
    return null;
  }
  const plan = selectInstances(builder, selection, state);
  return { ...plan, annotations: selectAnnotations(builder, selection) };
}
