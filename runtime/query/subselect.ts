import { InvalidValue } from "../errors/index.js";
import { boolean } from "../values/index.js";
import type { Node } from "./expression/node.js";
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

export function existsOf(queryset: QuerySet): Node {
  return queryNode(queryset, "exists");
}

/** The values of a queryset as one array. */
export function arrayRowsOf(queryset: QuerySet): Node {
  return queryNode(queryset, "array");
}

function queryNode(queryset: QuerySet, form: "scalar" | "exists" | "rows" | "array", width = 1): Node {
  const { state } = queryset;
  return {
    kind: "query",
    form,
    state,
    width,
    key: `${form}${width === 1 ? "" : String(width)}[${stateKey(state)}]`,
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
