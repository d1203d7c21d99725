import type { SelectQueryNode } from "kysely";
import { InvalidLookup } from "../../../errors/index.js";
import type { ModelMeta } from "../../../meta/meta.js";
import { orderDecides, reshaped, type QueryState } from "../../state.js";
import { assemble } from "./assemble.js";
import { Builder } from "../builder.js";
import { columnOf } from "../fragment.js";
import { selectOne } from "./counts.js";
import { selectRows } from "./rows.js";
import { fromRows, withSelections } from "./select-node.js";
import { Selection, selectNames } from "./selection.js";
import { applySteps } from "../steps.js";

/** The rows of a queryset inside another query. */
export function subselect(
  state: QueryState,
  parent: Builder,
  form: "scalar" | "exists" | "rows" | "array",
  width: number,
): SelectQueryNode {
  if (state.combined)
    return selectRows(state.shape.kind === "instances" ? withKeys(state) : state, parent).node;
  const builder = new Builder(state.model, parent.timeZone, parent);
  const filtered = applySteps(builder, state);
  const ordered = form === "array" || orderDecides(state);
  const whole: QueryState = { ...state, lock: null, ordering: ordered ? state.ordering : [] };
  if (form === "exists") return assemble(builder, whole, selectOne(builder, state), filtered);
  const selection = new Selection();
  const { shape, model } = state;
  const names = shape.kind === "instances" ? ["pk"] : shape.names;
  // A key of several columns is compared column by column, not as the one row that it is among values.
  const apart = shape.kind === "instances" || width > 1;
  const wide = apart ? names.flatMap((name) => (name === "pk" ? keyNames(model) : [name])) : names;
  selectNames(builder, selection, wide);
  if (selection.nodes.length !== width) {
    throw new InvalidLookup(
      width === 1
        ? `A queryset inside a condition must give one column: add .values("name")`
        : `A queryset compared with a key of ${String(width)} columns must give as many: add .values(…)`,
    );
  }
  return firstColumns(assemble(builder, whole, selection, filtered), width);
}

/** Distinct rows are ordered by what is selected beside what they give: that stays inside. */
function firstColumns(rows: SelectQueryNode, width: number): SelectQueryNode {
  if (rows.selections?.length === width) return rows;
  const columns = Array.from({ length: width }, (_, at) => columnOf("rows", `c${String(at)}`));
  return withSelections(fromRows(rows), columns);
}

function keyNames({ primaryKey }: ModelMeta): string[] {
  return primaryKey.map(({ name }) => name);
}

/** Instances stand for their keys. */
function withKeys(state: QueryState): QueryState {
  return reshaped(state, { shape: { kind: "tuples", names: keyNames(state.model), flat: true } });
}

/** The keys of a queryset's rows, as a subquery of an UPDATE or DELETE. */
export function selectKeys(state: QueryState): SelectQueryNode {
  const { model } = state;
  const builder = new Builder(model, model.spec.client.timeZone, new Builder(model, "UTC"));
  const filtered = applySteps(builder, state);
  const selection = new Selection();
  selectNames(builder, selection, keyNames(model));
  const ordering = orderDecides(state) ? state.ordering : [];
  return assemble(builder, { ...state, ordering, related: [], lock: null }, selection, filtered);
}
