import type { OperationNode } from "kysely";
import { containsWindow } from "../expression/contains.js";
import type { AnnotateStep, QueryState } from "../state.js";
import type { Builder } from "./builder.js";
import { joined, keyword } from "./fragment.js";
import { resolve } from "./resolve.js";
import { whereOf } from "./where.js";

export interface Filtered {
  readonly where: OperationNode | null;
  readonly having: OperationNode | null;
}

/** Carries out a queryset's filters and annotations in their order: each sees what stands before it. */
export function applySteps(builder: Builder, state: QueryState): Filtered {
  const where: OperationNode[] = [];
  const having: OperationNode[] = [];
  for (const step of state.steps) {
    if (step.kind === "annotate") {
      annotate(builder, step);
      continue;
    }
    const conditions = whereOf(builder, step);
    if (conditions.where) where.push(conditions.where);
    if (conditions.having) having.push(conditions.having);
  }
  if (state.empty) where.push(keyword("false"));
  return { where: all(where), having: all(having) };
}

function annotate(builder: Builder, step: AnnotateStep): void {
  const aggregate = builder.isAggregate(step.node);
  const before = builder.plainReads;
  builder.plainReads = aggregate ? builder.groupReads : null;
  const sql = resolve(builder, step.node, null);
  builder.plainReads = before;
  const window = containsWindow(step.node, builder.annotationSteps);
  const { selected, node } = step;
  builder.annotations.set(step.name, { sql, aggregate, window, selected, node, position: null });
  builder.annotationSteps.set(step.name, step);
}

function all(parts: readonly OperationNode[]): OperationNode | null {
  const [only] = parts;
  if (!only) return null;
  return parts.length === 1 ? only : joined(parts, " and ");
}
