import type { OperationNode } from "kysely";
import { InvalidQuery } from "../../../errors/index.js";
import { containsWindow, readsColumns } from "../../expression/contains.js";
import { pathNode } from "../../expression/node.js";
import { parseOrder } from "../../order.js";
import { filteredBy } from "../../filtered-relation.js";
import { resolvePath, type ResolvedPath } from "../../path.js";
import { annotationsOf, type OrderTerm, type QueryState } from "../../state.js";
import type { Annotated, Builder } from "../builder.js";
import { directed } from "./directed.js";
import { fingerprint } from "../fingerprint.js";
import { keyword } from "../fragment.js";
import { resolve } from "../resolve.js";

export interface OrderItem {
  /** The expression alone. */
  readonly node: OperationNode;
  /** With its direction. */
  readonly term: OperationNode;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | null;
  /** Whether a grouped query must group by it: it is no aggregate, and not named by its place in the SELECT list. */
  readonly grouped: boolean;
}

/** The ORDER BY of a queryset: its own, or the model's; a relation stands for the order of its model. */
export function orderItems(builder: Builder, state: QueryState): OrderItem[] {
  return orderTermsOf(state)
    .flatMap((term) => expand(term, state))
    .map((term) => item(builder, term, state));
}

/** As in Django, the model's own ordering says nothing about groups. */
function orderTermsOf(state: QueryState): readonly OrderTerm[] {
  if (state.ordering) return state.ordering;
  if (state.groupBy !== null) return [];
  return state.model.ordering.map((name) => parseOrder(state.model, name));
}

function item(builder: Builder, term: OrderTerm, { model, groupBy, reversed }: QueryState): OrderItem {
  const nulls = term.nulls === null ? null : (term.nulls === "first") !== reversed ? "first" : "last";
  const descending = term.descending !== reversed;
  const made = (node: OperationNode, place: OperationNode, grouped: boolean): OrderItem => {
    return { node, term: directed(place, descending, nulls), descending, nulls, grouped };
  };
  const name = term.node.kind === "path" ? (term.node.names[0] ?? "") : "";
  const annotation = builder.annotations.get(name);
  // What `values()` calls by a path (`published__year`) is no name of the user's: the order follows the path anew.
  const asked = annotation && name.includes("__") ? annotation.node : term.node;
  if (annotation?.position != null && (asked === term.node || stands(builder, annotation))) {
    // By its place: an expression with parameters would not be known as the same one again.
    return made(annotation.sql.node, keyword(String(annotation.position + 1)), false);
  }
  const aggregate = builder.isAggregate(asked);
  if (aggregate && groupBy === null) {
    throw new InvalidQuery(
      `${model.name}: an aggregate cannot give an order where nothing is grouped: annotate() it, and order by its name`,
    );
  }
  // What stands beside an aggregate is grouped by.
  builder.plainReads = aggregate ? builder.groupReads : null;
  const { node } = resolve(builder, asked, null);
  builder.plainReads = null;
  const grouped = !aggregate && !containsWindow(asked, builder.annotationSteps) && readsColumns(asked);
  return made(node, node, grouped);
}

/** Whether a path still leads where it led when `values()` named it: later conditions may have joined nearer tables. */
function stands(builder: Builder, { node, sql }: Annotated): boolean {
  return fingerprint(resolve(builder, node, null).node) === fingerprint(sql.node);
}

/** `orderBy("author")` orders as authors are ordered; by their key where they have no order. */
function expand(term: OrderTerm, state: QueryState, depth = 0): OrderTerm[] {
  if (term.node.kind !== "path") return [term];
  const { names } = term.node;
  const annotations = annotationsOf(state);
  const [first = ""] = names;
  if (annotations.has(first) && !filteredBy(annotations, first)) return [term];
  const path = resolvePath(state.model, names, annotations);
  const relation = path.relation;
  if (path.rest.length > 0) return [term];
  if (!relation || relation.target.ordering.length === 0 || depth > 8)
    return partsOf(term, names, path, state);
  return relation.target.ordering.flatMap((name) => {
    const inner = parseOrder(relation.target, name);
    if (inner.node.kind !== "path") return [inner];
    const node = pathNode([...names, ...inner.node.names], inner.node.codec, state.model);
    const descending = inner.descending !== term.descending;
    return expand({ node, descending, nulls: inner.nulls }, state, depth + 1);
  });
}

/** The columns of a key of several, one behind the other. */
function partsOf(
  term: OrderTerm,
  names: readonly string[],
  { column, relation }: ResolvedPath,
  { model }: QueryState,
): OrderTerm[] {
  if (column.kind === "column") return [term];
  const way = relation ? names : names.slice(0, -1);
  return column.columns.map(({ name, codec }) => ({ ...term, node: pathNode([...way, name], codec, model) }));
}
