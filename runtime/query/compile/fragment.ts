import {
  ColumnNode,
  IdentifierNode,
  RawNode,
  ReferenceNode,
  TableNode,
  ValueNode,
  type OperationNode,
} from "kysely";
import type { Param } from "../expression/param.js";

/**
 * SQL as a Kysely node, with nodes in its gaps: fragment`${column} = ${value}`. The text between the gaps is
 * ormgen's own; what comes from outside is a node.
 */
export function fragment(strings: TemplateStringsArray, ...nodes: readonly OperationNode[]): OperationNode {
  return RawNode.create([...strings], nodes);
}

/** Text of ormgen's own, as it stands. */
export function keyword(sql: string): OperationNode {
  return RawNode.createWithSql(sql);
}

export function joined(nodes: readonly OperationNode[], separator: string): OperationNode {
  const gaps = nodes.slice(1).map(() => separator);
  return RawNode.create(["", ...gaps, ""], nodes);
}

export function parenthesised(node: OperationNode): OperationNode {
  return fragment`(${node})`;
}

/** `"alias"."column"`. */
export function columnOf(alias: string, column: string): OperationNode {
  return ReferenceNode.create(ColumnNode.create(column), TableNode.create(alias));
}

export function identifier(name: string): OperationNode {
  return IdentifierNode.create(name);
}

/** A bound parameter: it becomes `$1`, and the `Param` itself stands among the compiled query's parameters. */
export function parameter(param: Param): OperationNode {
  return ValueNode.create(param);
}
