import type { OperationNode } from "kysely";
import { InvalidQuery, InvalidValue } from "../../errors/index.js";
import type { ColumnMeta } from "../../meta/column.js";
import type { ModelMeta } from "../../meta/meta.js";
import { keyOfRelated } from "../../meta/related-key.js";
import { Builder } from "../../query/compile/builder.js";
import { parameter } from "../../query/compile/fragment.js";
import { resolve } from "../../query/compile/resolve.js";
import { containsAggregate, containsWindow } from "../../query/expression/contains.js";
import { Expr } from "../../query/expression/expr.js";
import { partsOf, refuseForeign } from "../../query/expression/foreign.js";
import { inlined, settled } from "../../query/expression/settled.js";
import { paramNode, type Node } from "../../query/expression/node.js";
import { readAs } from "../../query/expression/plain-text.js";
import { annotationsOf, type QueryState } from "../../query/state.js";
import { isSubselect, scalarOf } from "../../query/subselect.js";

/** A value on its way into a column: a bound parameter, or an expression's node. */
export function valueNode(column: ColumnMeta, value: unknown, state?: QueryState): Node {
  if (value === null) return paramNode(column.codec, null);
  if (value instanceof Expr) {
    refuseForeign(value.node, column.model);
    const node = state ? inlined(settled(value.node, state), annotationsOf(state)) : value.node;
    return plainNode(column, readAs(node, column.codec));
  }
  if (isSubselect(value)) return scalarOf(value);
  const relation = column.model.relation(column.name);
  const plain = relation ? keyOfRelated(relation, value) : value;
  if (plain === null) return paramNode(column.codec, null);
  try {
    return paramNode(column.codec, column.codec.encode(plain));
  } catch (error) {
    if (error instanceof InvalidValue) error.message = `${column.label}: ${error.message}`;
    throw error;
  }
}

function plainNode(column: ColumnMeta, node: Node): Node {
  const kind = containsAggregate(node) ? "an aggregate" : containsWindow(node) ? "a window" : null;
  if (kind === null) return node;
  throw new InvalidQuery(
    `${column.label}: ${kind} cannot be stored: use subquery() of a queryset that has it`,
  );
}

/**
 * An expression in SET or VALUES.
 *
 * @param of `"row"` may read the row's own columns, `"new row"` has none yet; neither reads those of other tables.
 * @throws InvalidQuery that names what cannot be read, and what to write.
 */
export function resolveValue(column: ColumnMeta, node: Node, of: "row" | "new row"): OperationNode {
  const { model } = column;
  if (node.kind === "param") return parameter(node.param);
  const builder = new Builder(model, model.spec.client.timeZone);
  if (of === "new row") {
    const inner = () => refuseRead(column, []);
    builder.through = { read: (names) => refuseRead(column, names), inner, aggregates: false };
  }
  const { node: sql } = resolve(builder, node, null);
  if (builder.tables.written().length > 1) throw followsRelation(column, node);
  return sql;
}

function refuseRead({ label, model }: ColumnMeta, names: readonly string[]): never {
  const read = [model.name, ...names].join(".");
  throw new InvalidQuery(
    `${label}: a new row has no ${read} to read yet: give a value, or an expression that names no column of ${model.name}`,
  );
}

function followsRelation({ label, model }: ColumnMeta, node: Node): InvalidQuery {
  const path = relationIn(model, node);
  const target = path === null ? undefined : model.findRelation(path[0] ?? "")?.target;
  const what = path === null ? "a relation" : [model.name, "f", ...path].join(".");
  const queryset = target ? `${target.name}.objects.filter({ … })` : "a queryset";
  return new InvalidQuery(
    `${label}: a value to be stored cannot follow ${what} to another table: write subquery(${queryset}.values("…")), with outerRef() for what it reads of the row`,
  );
}

/** The first path of an expression that leaves the model. */
function relationIn(model: ModelMeta, node: Node): readonly string[] | null {
  if (node.kind === "path") return model.findRelation(node.names[0] ?? "") ? node.names : null;
  for (const part of partsOf(node)) {
    const found = relationIn(model, part);
    if (found) return found;
  }
  return null;
}
