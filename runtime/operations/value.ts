import type { OperationNode } from "kysely";
import { InvalidQuery, InvalidValue } from "../errors/index.js";
import type { ColumnMeta } from "../meta/column.js";
import type { ModelMeta } from "../meta/meta.js";
import { keyOfRelated } from "../meta/related-key.js";
import { Builder } from "../query/compile/builder.js";
import { resolve } from "../query/compile/resolve.js";
import { containsAggregate, containsWindow } from "../query/expression/contains.js";
import { Expr } from "../query/expression/expr.js";
import { refuseForeign } from "../query/expression/foreign.js";
import { inlined, settled } from "../query/expression/settled.js";
import { paramNode, type Node } from "../query/expression/node.js";
import { annotationsOf, type QueryState } from "../query/state.js";
import { isSubselect, scalarOf } from "../query/subselect.js";

/** A value on its way into a column: a bound parameter, or an expression's node. */
export function valueNode(column: ColumnMeta, value: unknown, state?: QueryState): Node {
  if (value === null) return paramNode(column.codec, null);
  if (value instanceof Expr) {
    refuseForeign(value.node, column.model);
    return plainNode(column, state ? inlined(settled(value.node, state), annotationsOf(state)) : value.node);
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

/** An expression in SET or VALUES: it may read the row's own columns, not those of other tables. */
export function resolveValue(model: ModelMeta, node: Node): OperationNode {
  const builder = new Builder(model, model.spec.client.timeZone);
  const { node: sql } = resolve(builder, node, null);
  if (builder.tables.written().length > 1) {
    throw new InvalidQuery(`${model.name}: a value to be stored cannot follow a relation: use a subquery`);
  }
  return sql;
}
