import type { OperationNode } from "kysely";
import { InvalidQuery } from "../../errors/index.js";
import { pathsIn, readsColumns } from "../expression/contains.js";
import type { Node } from "../expression/node.js";
import type { QueryState } from "../state.js";
import type { Builder } from "./builder.js";
import { fingerprint } from "./fingerprint.js";
import { columnOf, keyword } from "./fragment.js";
import type { OrderItem } from "./ordering.js";
import { fieldSql, type Selection } from "./selection.js";

/**
 * The GROUP BY of a queryset with aggregates: its rows by their key, or the fields that `values()` had named; with
 * what else is selected or ordered by without being an aggregate.
 */
export function groupItems(
  builder: Builder,
  state: QueryState,
  selection: Selection,
  order: readonly OrderItem[],
): OperationNode[] {
  if (state.groupBy === null) return [];
  const items =
    state.groupBy === "model"
      ? [...keysOf(builder), ...selection.joinedKeys]
      : state.groupBy.flatMap((name, _, names) => named(builder, name, names));
  const annotations = [...builder.annotations.values()].filter(
    (each) => !each.aggregate && !each.window && readsColumns(each.node),
  );
  const positions = annotations.flatMap((each) =>
    each.position === null ? [] : [keyword(String(each.position + 1))],
  );
  const reads = [...builder.annotations.values()].flatMap((each) =>
    each.position === null ? [] : each.reads,
  );
  const ordered = order.filter((each) => each.grouped).map((each) => each.node);
  return unique([...items, ...selection.named, ...positions, ...reads, ...builder.groupReads, ...ordered]);
}

/** PostgreSQL knows that a table's other columns depend on its primary key; of a view, or a table without one, it knows none. */
function keysOf(builder: Builder): OperationNode[] {
  const { primaryKey, columns, spec } = builder.model;
  return (spec.managed === false || primaryKey.length === 0 ? columns : primaryKey).map((key) =>
    columnOf(builder.tables.base, key.column),
  );
}

function named(builder: Builder, name: string, groups: readonly string[]): OperationNode[] {
  const annotation = builder.annotations.get(name);
  if (annotation?.window && !isOfGroups(builder, annotation.node, groups)) {
    throw new InvalidQuery(
      `${builder.model.name}: '${name}' is a window, and PostgreSQL groups before it looks through windows: take '${name}' out of values(), or count what comes in the program`,
    );
  }
  if (annotation) {
    const own = annotation.position === null && !annotation.window && readsColumns(annotation.node);
    return own ? [annotation.sql.node] : [];
  }
  return [fieldSql(builder, name).node];
}

/** Whether a window looks over groups: it reads what they are by, or their rows are told apart. */
function isOfGroups({ model, annotations }: Builder, window: Node, groups: readonly string[]): boolean {
  const byKey = model.primaryKey.length > 0 && model.primaryKey.every(({ name }) => groups.includes(name));
  if (byKey || groups.includes("pk")) return true;
  return pathsIn(window).every((path) => groups.includes(path) || annotations.get(path)?.aggregate === true);
}

function unique(nodes: readonly OperationNode[]): OperationNode[] {
  const seen = new Map<string, OperationNode>();
  for (const node of nodes) {
    const key = fingerprint(node);
    if (!seen.has(key)) seen.set(key, node);
  }
  return [...seen.values()];
}
