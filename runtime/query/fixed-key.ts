import type { ColumnMeta } from "../meta/column.js";
import type { ModelMeta } from "../meta/meta.js";
import type { Node, ParamNode } from "./expression/node.js";
import type { QueryState } from "./state.js";

/** Columns with the one value that a queryset's conditions leave them. */
export type Fixed = ReadonlyMap<ColumnMeta, ParamNode>;

/**
 * What the conditions fix, where they fix a unique key and speak of nothing but the model's own columns: there is one
 * row then, or none. Null where that is not known.
 */
export function fixedKey(state: QueryState): Fixed | null {
  const { model, steps, groupBy, combined } = state;
  if (steps.length === 0 || groupBy !== null || combined !== null || model.spec.managed === false)
    return null;
  const fixed = new Map<ColumnMeta, ParamNode>();
  for (const step of steps) {
    if (step.kind !== "filter" || !isOwn(step.condition, model)) return null;
    if (!step.negated) take(step.condition, model, fixed);
  }
  return holdsKey(model, fixed) ? fixed : null;
}

function holdsKey(model: ModelMeta, fixed: Fixed): boolean {
  const { primaryKey, spec } = model;
  if (primaryKey.length > 0 && primaryKey.every((column) => fixed.has(column))) return true;
  for (const column of fixed.keys()) if (column.unique) return true;
  return spec.unique?.some((names) => names.every((name) => fixed.has(model.requireColumn(name)))) === true;
}

/** Whether a condition compares own columns with values, and so joins nothing. */
function isOwn(node: Node, model: ModelMeta): boolean {
  switch (node.kind) {
    case "and":
    case "or":
      return node.children.every((child) => isOwn(child, model));
    case "not":
      return isOwn(node.child, model);
    case "lookup":
      return columnOf(node.left, model) !== null && node.right.every(({ kind }) => kind === "param");
    default:
      return false;
  }
}

function take(node: Node, model: ModelMeta, fixed: Map<ColumnMeta, ParamNode>): void {
  if (node.kind === "and") for (const child of node.children) take(child, model, fixed);
  if (node.kind !== "lookup" || node.name !== "exact") return;
  const column = columnOf(node.left, model);
  const [value] = node.right;
  // A value of another type compares, but is none that the column holds.
  if (column !== null && value?.kind === "param" && value.codec?.oid === column.codec.oid)
    fixed.set(column, value);
}

function columnOf(node: Node, model: ModelMeta): ColumnMeta | null {
  if (node.kind !== "path" || node.names.length !== 1) return null;
  return model.column(node.names[0] ?? "") ?? null;
}
