import { RawNode, type OperationNode, type SelectQueryNode } from "kysely";
import { InvalidQuery } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { Combination, OrderTerm, QueryState } from "../state.js";
import { directed } from "./directed.js";
import { fragment, joined, keyword } from "./fragment.js";
import { orderAndSlice } from "./assemble.js";
import { selectRows, type Select } from "./rows.js";
import type { InstancePlan } from "./plan.js";

/** Querysets put together: each in parentheses, ordered by the columns of the first. */
export function selectCombined(state: QueryState, combined: Combination): Select {
  const arms = combined.states.map(selectRows);
  const [first] = arms;
  if (!first) throw new TypeError("nothing to combine");
  for (const arm of arms) {
    if (arm.codecs.length === first.codecs.length) continue;
    throw new InvalidQuery(
      `${state.model.name}: ${combined.operator} of querysets with ${String(first.codecs.length)} and ${String(arm.codecs.length)} columns: name the same number with values()`,
    );
  }
  const rows = joined(
    arms.map((arm) => arm.node),
    ` ${combined.operator} `,
  );
  const terms = (state.ordering ?? []).map((term) => orderTerm(state, term, first.plan));
  const width = first.codecs.length;
  return { node: around(rows, width, state, terms), codecs: first.codecs, plan: first.plan };
}

/** Columns of the parts may share names: the whole is a query of numbered columns. */
function around(
  rows: OperationNode,
  width: number,
  state: QueryState,
  terms: readonly OperationNode[],
): SelectQueryNode {
  const names = Array.from({ length: width }, (_, at) => keyword(`"c${String(at)}"`));
  const table = fragment`(${rows}) as "rows" (${joined(names, ", ")})`;
  return {
    kind: "SelectQueryNode",
    selections: [{ kind: "SelectionNode", selection: RawNode.createWithSql('"rows".*') as never }],
    from: { kind: "FromNode", froms: [table] },
    ...orderAndSlice(state, terms),
  };
}

function orderTerm(state: QueryState, term: OrderTerm, plan: InstancePlan | null): OperationNode {
  const name = term.node.kind === "path" ? term.node.names.join("__") : null;
  const place = name === null ? null : placeOf(state.model, state, name, plan);
  if (place === null) {
    throw new InvalidQuery(
      `${state.model.name}: a combined queryset is ordered by the columns that it gives`,
    );
  }
  const nulls = term.nulls === null ? null : (term.nulls === "first") !== state.reversed ? "first" : "last";
  return directed(keyword(String(place + 1)), term.descending !== state.reversed, nulls);
}

function placeOf(
  model: ModelMeta,
  state: QueryState,
  name: string,
  plan: InstancePlan | null,
): number | null {
  if (plan) {
    const annotation = plan.annotations?.find((each) => each.name === name);
    if (annotation) return annotation.position;
    const at = plan.columns.findIndex((column) => column.name === name || column.attribute === name);
    return at < 0 ? null : plan.offset + at;
  }
  if (state.shape.kind === "instances") return null;
  const own = model.column(name);
  const at = state.shape.names.findIndex(
    (each) => each === name || (own !== undefined && model.column(each) === own),
  );
  return at < 0 ? null : at;
}
