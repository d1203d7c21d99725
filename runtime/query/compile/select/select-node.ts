import { FromNode, type OperationNode, type SelectionNode, type SelectQueryNode } from "kysely";
import { fragment, keyword } from "../fragment.js";

/** The rows of a query as the table of another; columns of joined tables may share names, so they are numbered. */
export function fromRows(node: SelectQueryNode): SelectQueryNode {
  const selections = (node.selections ?? []).map((each, position) =>
    selectionOf(fragment`${each.selection} as ${keyword(`"c${String(position)}"`)}`),
  );
  const inner: SelectQueryNode = { ...node, selections };
  const rows = fragment`${inner} as ${keyword('"rows"')}`;
  return { kind: "SelectQueryNode", from: FromNode.create([rows]) };
}

export function withSelections(node: SelectQueryNode, nodes: readonly OperationNode[]): SelectQueryNode {
  return { ...node, selections: nodes.map(selectionOf) };
}

export function modifier(sql: string) {
  return { kind: "SelectModifierNode", rawModifier: keyword(sql) } as const;
}

/** Kysely's type of a selection names fewer kinds of node than its compiler prints. */
function selectionOf(node: OperationNode): SelectionNode {
  return { kind: "SelectionNode", selection: node as SelectionNode["selection"] };
}
