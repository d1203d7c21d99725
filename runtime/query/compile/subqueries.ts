import type { SelectQueryNode } from "kysely";
import { InvalidLookup } from "../../errors/index.js";
import { isSliced, type QueryState } from "../state.js";
import { assemble } from "./assemble.js";
import { Builder } from "./builder.js";
import { selectOne } from "./counts.js";
import { selectRows } from "./rows.js";
import { Selection, selectNames } from "./selection.js";
import { applySteps } from "./steps.js";

/** The rows of a queryset inside another query. */
export function subselect(
  state: QueryState,
  parent: Builder,
  form: "scalar" | "exists" | "rows",
): SelectQueryNode {
  if (state.combined) return selectRows(state.shape.kind === "instances" ? withKeys(state) : state).node;
  const builder = new Builder(state.model, parent.timeZone, parent);
  const ordering = isSliced(state) ? state.ordering : [];
  const filtered = applySteps(builder, state);
  const selection = form === "exists" ? selectOne(builder, state) : new Selection();
  if (form !== "exists") {
    const { shape, model } = state;
    selectNames(builder, selection, shape.kind === "instances" ? [model.key.name] : shape.names);
  }
  if (form !== "exists" && selection.nodes.length !== 1) {
    throw new InvalidLookup(`A queryset inside a condition must give one column: add .values("name")`);
  }
  return assemble(builder, { ...state, ordering, lock: null }, selection, filtered);
}

/** Instances stand for their keys. */
function withKeys(state: QueryState): QueryState {
  const shape = { kind: "tuples", names: [state.model.key.name], flat: true } as const;
  const states = state.combined?.states.map((arm) => ({ ...arm, shape })) ?? [];
  return { ...state, shape, combined: state.combined && { ...state.combined, states } };
}

/** The keys of a queryset's rows, as a subquery of an UPDATE or DELETE. */
export function selectKeys(state: QueryState): SelectQueryNode {
  const { model } = state;
  const builder = new Builder(model, model.spec.client.timeZone, new Builder(model, "UTC"));
  const filtered = applySteps(builder, state);
  const selection = new Selection();
  selectNames(
    builder,
    selection,
    model.primaryKey.map((key) => key.name),
  );
  const ordering = isSliced(state) ? state.ordering : [];
  return assemble(builder, { ...state, ordering, related: [], lock: null }, selection, filtered);
}
