import type { OperationNode } from "kysely";
import { pathNode } from "../expression/node.js";
import { parseOrder } from "../order.js";
import { resolvePath } from "../path.js";
import type { OrderTerm, QueryState } from "../state.js";
import type { Builder } from "./builder.js";
import { fragment, keyword } from "./fragment.js";
import { resolve } from "./resolve.js";

export interface OrderItem {
  /** The expression alone. */
  readonly node: OperationNode;
  /** With its direction. */
  readonly term: OperationNode;
}

/** The ORDER BY of a queryset: its own, or the model's; a relation stands for the order of its model. */
export function orderItems(builder: Builder, state: QueryState): OrderItem[] {
  const terms = state.ordering ?? state.model.ordering.map((name) => parseOrder(state.model, name));
  return terms.flatMap((term) => expand(term, state)).map((term) => item(builder, term, state.reversed));
}

function item(builder: Builder, term: OrderTerm, reversed: boolean): OrderItem {
  const { node } = resolve(builder, term.node, null);
  const descending = term.descending !== reversed;
  const nulls = term.nulls === null ? null : (term.nulls === "first") !== reversed ? "first" : "last";
  const words = `${descending ? " desc" : ""}${nulls === null ? "" : ` nulls ${nulls}`}`;
  return { node, term: words === "" ? node : fragment`${node}${keyword(words)}` };
}

/** `orderBy("author")` orders as authors are ordered; by their key where they have no order. */
function expand(term: OrderTerm, state: QueryState, depth = 0): OrderTerm[] {
  if (term.node.kind !== "path") return [term];
  const { names } = term.node;
  const path = resolvePath(state.model, names);
  const relation = path.relation;
  if (!relation || path.rest.length > 0 || relation.target.ordering.length === 0 || depth > 8) return [term];
  return relation.target.ordering.flatMap((name) => {
    const inner = parseOrder(relation.target, name);
    if (inner.node.kind !== "path") return [inner];
    const node = pathNode([...names, ...inner.node.names], inner.node.codec);
    return expand(
      { node, descending: inner.descending !== term.descending, nulls: inner.nulls },
      state,
      depth + 1,
    );
  });
}
