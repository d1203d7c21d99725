import type { ModelMeta } from "../../../meta/meta.js";
import { WhereNode, type SelectQueryNode } from "kysely";
import type { Codec } from "../../../values/index.js";
import type { Node } from "../../expression/node.js";
import { containsWindow } from "../../expression/contains.js";
import { annotationsOf, isSliced, orderDecides, type Combination, type QueryState } from "../../state.js";
import { assemble, bare } from "./assemble.js";
import { Builder } from "../builder.js";
import { aroundCombined } from "./combined.js";
import { aroundRows } from "./qualified.js";
import { keyword } from "../fragment.js";
import { resolve } from "../resolve.js";
import { selectRow } from "./rows.js";
import { fromRows, withSelections } from "./select-node.js";
import { Selection, selectGroups, selectNames } from "./selection.js";
import { applySteps } from "../steps.js";
import { asksWindows } from "./windows.js";

/** Aggregates over all rows of a queryset: directly, or around its rows where they are grouped, sliced or distinct. */
export function selectAggregates(
  state: QueryState,
  aggregates: readonly Node[],
): { readonly node: SelectQueryNode; readonly codecs: readonly (Codec | null)[] } {
  const codecs = aggregates.map((node) => node.codec);
  const plain: QueryState = {
    ...state,
    related: [],
    lock: null,
    ordering: orderDecides(state) ? state.ordering : [],
  };
  if (state.combined) return { node: beyond(plain, state.combined, aggregates), codecs };
  const readsWindows = aggregates.some((node) => containsWindow(node, annotationsOf(state)));
  const around =
    isSliced(state) || state.distinct || state.groupBy !== null || asksWindows(state) || readsWindows;
  return { node: around ? outside(plain, aggregates) : inside(plain, aggregates), codecs };
}

function inside(state: QueryState, aggregates: readonly Node[]): SelectQueryNode {
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, state);
  const nodes = aggregates.map((node) => resolve(builder, node, null).node);
  return withSelections(bare(builder, filtered.whereAlone), nodes);
}

/** Of a union and its kin, the aggregates read what it gives. */
function beyond(state: QueryState, combined: Combination, aggregates: readonly Node[]): SelectQueryNode {
  const { rows, outer } = aroundCombined(state, combined);
  return withSelections(
    state.empty ? { ...rows, where: WhereNode.create(keyword("false")) } : rows,
    aggregates.map((node) => resolve(outer, node, null).node),
  );
}

/** What the aggregates read is selected by the query of the rows. */
function outside(state: QueryState, aggregates: readonly Node[]): SelectQueryNode {
  const rows = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(rows, state);
  const selection = new Selection();
  // Distinct rows are told apart by all that they give.
  if (state.distinct) selectRow(rows, selection, state);
  else if (state.groupBy !== null) selectGroups(rows, selection, state);
  const outer = aroundRows(rows, selection, { parted: true });
  const nodes = aggregates.map((node) => resolve(outer, node, null).node);
  if (selection.nodes.length === 0) {
    selectNames(rows, selection, keyNames(state.model));
  }
  return withSelections(fromRows(assemble(rows, state, selection, filtered)), nodes);
}

/** Something of each row must be selected: its key, or a column where it has none. */
function keyNames({ primaryKey, columns }: ModelMeta): string[] {
  return (primaryKey.length > 0 ? primaryKey : columns.slice(0, 1)).map(({ name }) => name);
}
