import type { OperationNode } from "kysely";
import { defaultState } from "../../default-state.js";
import type { Node } from "../../expression/node.js";
import { stateParams } from "../../shape-key.js";
import { initialState, type QueryState } from "../../state.js";
import type { Join } from "./alias-map.js";
import { Builder } from "../builder.js";
import { columnOf, fragment, joined } from "../fragment.js";
import { selectKeys } from "../select/subqueries.js";
import { markConstant } from "../statement.js";
import { applySteps, isOfRows } from "../steps.js";

/** What the manager of a joined model leaves of its rows, as a condition of the join. */
export function narrowing(builder: Builder, join: Join): OperationNode | null {
  const state = defaultState(join.model);
  for (const param of stateParams(state)) markConstant(param);
  return ofJoin(builder, join, state);
}

/** What the rows of a filtered relation must meet, as a condition of the join. */
export function filtering(builder: Builder, join: Join, condition: Node): OperationNode | null {
  const step = { kind: "filter", condition, negated: false } as const;
  return ofJoin(builder, join, { ...initialState(join.model), steps: [step] });
}

function ofJoin(builder: Builder, join: Join, state: QueryState): OperationNode | null {
  const inner = new Builder(join.model, builder.timeZone, builder, join.alias);
  inner.ofJoin = true;
  const filtered = applySteps(inner, state);
  if (isOfRows(inner, filtered, state)) return filtered.whereAlone;
  const keys = join.model.primaryKey.map((key) => columnOf(join.alias, key.column));
  return fragment`(${joined(keys, ", ")}) in ${selectKeys(state)}`;
}
