import { InvalidValue } from "../errors/index.js";
import { boolean } from "../values/index.js";
import type { Node, QueryNode } from "./expression/node.js";
import { connectionsIn } from "./connections.js";
import { NO_FACTS, type Facts } from "./expression/facts.js";
import { QuerySet } from "./queryset.js";
import type { QueryState } from "./state.js";
import { stateKey, stateParams } from "./shape-key.js";

export function isSubselect(value: unknown): value is QuerySet {
  return value instanceof QuerySet;
}

/** A queryset as the right-hand side of `in`; `width`: of so many columns. */
export function rowsOf(queryset: QuerySet, width = 1): Node {
  return queryNode(queryset, "rows", width);
}

/** Whether it is sliced to one row. */
export function isOneRow({ state: { high, low } }: QuerySet): boolean {
  return high !== null && high - low === 1;
}

/** A queryset of one value as an operand. */
export function scalarOf(queryset: QuerySet, width = 1): Node {
  if (!isOneRow(queryset)) {
    throw new InvalidValue("A queryset compared as one value must be sliced to one row: add .limit(1)");
  }
  return queryNode(queryset, "scalar", width);
}

/** The same query, of so many columns. */
export function ofWidth(node: QueryNode, width: number): QueryNode {
  return node.width === width ? node : { ...node, width, key: keyOf(node.form, width, node.state) };
}

export function existsOf(queryset: QuerySet): Node {
  return queryNode(queryset, "exists");
}

/** The values of a queryset as one array. */
export function arrayRowsOf(queryset: QuerySet): Node {
  return queryNode(queryset, "array");
}

function keyOf(form: QueryNode["form"], width: number, state: QueryState): string {
  return `${form}${width === 1 ? "" : String(width)}[${stateKey(state)}]`;
}

function queryNode(queryset: QuerySet, form: QueryNode["form"], width = 1): QueryNode {
  const { state } = queryset;
  return {
    kind: "query",
    form,
    state,
    width,
    key: keyOf(form, width, state),
    params: stateParams(state),
    codec: form === "exists" ? boolean : null,
    facts: factsIn(state),
  };
}

/** A query inside another speaks of its own rows: to the one around it says which connection it asks for. */
function factsIn(state: QueryState): Facts {
  const connections = [...(state.using === undefined ? [] : [state.using]), ...connectionsIn(state)];
  return connections.length === 0 ? NO_FACTS : { model: null, connections };
}
