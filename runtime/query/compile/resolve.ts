import { RawNode, type OperationNode } from "kysely";
import { InvalidLookup } from "../../errors/index.js";
import type { Node, QueryNode } from "../expression/node.js";
import { findTransform, requireLookup } from "../lookups/registry.js";
import type { Sql } from "../lookups/sql.js";
import type { Builder, Reached } from "./builder.js";
import { fragment, keyword, parameter, parenthesised } from "./fragment.js";
import { subselect } from "./select.js";
import { whereOf } from "./where.js";

interface Known {
  readonly left: Sql;
  readonly right: readonly Sql[];
}

/**
 * An expression's SQL in a query.
 *
 * @param reuse joins to many rows that the expression may share; null: any.
 * @param reached where the path inside ended, if the caller has followed it already.
 * @param known operands of a lookup that the caller has resolved already.
 */
export function resolve(
  builder: Builder,
  node: Node,
  reuse: Set<string> | null,
  reached?: Reached,
  known?: Known,
): Sql {
  const { codec } = node;
  const inside = (operand: Node) => resolve(builder, operand, reuse, reached);
  switch (node.kind) {
    case "param":
      return { node: parameter(node.param), codec };
    case "path": {
      const end = reached ?? builder.reach(node.names, reuse);
      if (reuse) for (const alias of end.joins) reuse.add(alias);
      return { node: builder.column(end), codec: codec ?? end.column.codec };
    }
    case "transform": {
      const of = inside(node.of);
      const transform = of.codec ? findTransform(node.name, of.codec) : undefined;
      if (!transform) throw new InvalidLookup(`'${node.name}' is no transform here`);
      return { node: transform.sql(of, builder.timeZone), codec };
    }
    case "lookup": {
      const left = known?.left ?? inside(node.left);
      const right = known?.right ?? node.right.map((operand) => resolve(builder, operand, reuse));
      return { node: requireLookup(node.name, left.codec).sql(left, right), codec };
    }
    case "and":
    case "or":
    case "not":
      return {
        node: whereOf(builder, { kind: "filter", condition: node, negated: false }) ?? keyword("true"),
        codec,
      };
    case "arithmetic": {
      const [left, right] = [inside(node.left), resolve(builder, node.right, reuse)];
      return { node: fragment`(${left.node} ${keyword(node.operator)} ${right.node})`, codec };
    }
    case "sql": {
      const operands = node.operands.map((operand, position) =>
        position === 0 ? inside(operand).node : resolve(builder, operand, reuse).node,
      );
      return { node: RawNode.create(node.fragments, operands), codec };
    }
    case "outer":
      return outer(builder, node.names);
    case "query":
      return { node: query(builder, node), codec };
  }
}

function outer(builder: Builder, names: readonly string[]): Sql {
  if (!builder.parent) throw new InvalidLookup("outerRef() stands only in a subquery");
  const end = builder.parent.reach(names, null);
  return { node: builder.parent.column(end), codec: end.column.codec };
}

function query(builder: Builder, node: QueryNode): OperationNode {
  const inner = subselect(node.state, builder, node.form);
  return node.form === "exists" ? fragment`exists ${parenthesised(inner)}` : parenthesised(inner);
}
