import { int4, int8 } from "../../values/index.js";
import { isSliced, type QueryState } from "../state.js";
import { assemble, bare, orderAndSlice } from "./assemble.js";
import { Builder } from "./builder.js";
import { fragment, keyword } from "./fragment.js";
import { selectRows, type Select } from "./rows.js";
import { fromRows, withSelections } from "./select-node.js";
import { Selection, selectGroups } from "./selection.js";
import { applySteps } from "./steps.js";
import { asksWindows } from "./windows.js";

const rowCount = int8({ as: "number" });

/** `select count(*)`: around the rows where they are grouped, sliced or distinct. */
export function selectCount(state: QueryState): Select {
  const plain: QueryState = {
    ...state,
    related: [],
    lock: null,
    ordering: isSliced(state) ? state.ordering : [],
  };
  const count = fragment`count(*)`;
  if (isSliced(state) || state.distinct || state.groupBy !== null || state.combined || asksWindows(state)) {
    return {
      node: withSelections(fromRows(selectRows(plain).node), [count]),
      codecs: [rowCount],
      plan: null,
    };
  }
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, plain);
  return { node: withSelections(bare(builder, filtered), [count]), codecs: [rowCount], plan: null };
}

/** `select 1 … limit 1`. */
export function selectExists(state: QueryState): Select {
  const sliced = isSliced(state);
  const plain: QueryState = {
    ...state,
    // The order decides how many rows there are where it is grouped by, or told apart by.
    ordering: sliced && state.distinctOn.length === 0 ? state.ordering : [],
    related: [],
    lock: null,
    distinct: state.distinct && sliced,
  };
  if (state.combined) {
    const node = {
      ...withSelections(fromRows(selectRows({ ...plain, low: 0, high: null }).node), [keyword("1")]),
      ...orderAndSlice(state, []),
    };
    return { node, codecs: [int4], plan: null };
  }
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, plain);
  const selection = selectOne(builder, state);
  return { node: assemble(builder, plain, selection, filtered), codecs: selection.codecs, plan: null };
}

/** `select 1`; and what a query has named, where its groups are by it. */
export function selectOne(builder: Builder, state: QueryState): Selection {
  const selection = new Selection();
  selection.add(keyword("1"), int4);
  if (state.groupBy !== null) selectGroups(builder, selection, state);
  return selection;
}
