import type { OperationNode } from "kysely";
import { defaultState } from "../default-state.js";
import { stateParams } from "../shape-key.js";
import type { Join } from "./alias-map.js";
import { Builder } from "./builder.js";
import { columnOf, fragment, joined } from "./fragment.js";
import { selectKeys } from "./subqueries.js";
import { markConstant } from "./statement.js";
import { applySteps, isOfRows } from "./steps.js";

/** What the manager of a joined model leaves of its rows, as a condition of the join. */
export function narrowing(builder: Builder, join: Join): OperationNode | null {
  const state = defaultState(join.model);
  for (const param of stateParams(state)) markConstant(param);
  const inner = new Builder(join.model, builder.timeZone, builder, join.alias);
  const filtered = applySteps(inner, state);
  if (isOfRows(inner, filtered, state)) return filtered.whereAlone;
  const keys = join.model.primaryKey.map((key) => columnOf(join.alias, key.column));
  return fragment`(${joined(keys, ", ")}) in ${selectKeys(state)}`;
}
