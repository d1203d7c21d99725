import { int4, int8 } from "../../../values/index.js";
import { isSliced, type QueryState } from "../../state.js";
import { assemble, bare, orderAndSlice } from "./assemble.js";
import { Builder } from "../builder.js";
import { fragment, keyword } from "../fragment.js";
import { selectRows, type Select } from "./rows.js";
import { fromRows, withSelections } from "./select-node.js";
import { Selection, selectGroups } from "./selection.js";
import { applySteps } from "../steps.js";
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
  return {
    node: withSelections(bare(builder, filtered.whereAlone), [count]),
    codecs: [rowCount],
    plan: null,
  };
}

/** `select 1 … limit 1`. */
export function selectExists(state: QueryState): Select {
  const plain: QueryState = { ...state, related: [], lock: null };
  const one = { codecs: [int4], plan: null };
  if (state.combined) {
    const rows = fromRows(selectRows({ ...plain, low: 0, high: null }).node);
    return { ...one, node: { ...withSelections(rows, [keyword("1")]), ...orderAndSlice(state, []) } };
  }
  // Behind an offset it matters how many rows there are, and so by what they are grouped and told apart.
  if (state.low > 0 && (state.distinct || state.groupBy !== null)) {
    return { ...one, node: withSelections(fromRows(selectRows(plain).node), [keyword("1")]) };
  }
  const any: QueryState = { ...plain, ordering: [], distinct: false, distinctOn: [] };
  const builder = new Builder(state.model, state.model.spec.client.timeZone);
  const filtered = applySteps(builder, any);
  const selection = selectOne(builder, state);
  return { ...one, node: assemble(builder, any, selection, filtered) };
}

/** `select 1`; and what a query has named, where its groups are by it. */
export function selectOne(builder: Builder, state: QueryState): Selection {
  const selection = new Selection();
  selection.add(keyword("1"), int4);
  if (state.groupBy !== null) selectGroups(builder, selection, state);
  return selection;
}
