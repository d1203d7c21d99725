import type { OperationNode } from "kysely";
import { every } from "../expression/conditions.js";
import { containsWindow } from "../expression/contains.js";
import { notNode, type Node } from "../expression/node.js";
import { isSliced, type AnnotateStep, type FilterStep, type QueryState, type Step } from "../state.js";
import type { Builder } from "./builder.js";
import { keyword } from "./fragment.js";
import { conjoined, mergedSql } from "./conditions/merge.js";
import { resolve } from "./resolve.js";
import { fieldSql } from "./select/selection.js";
import { whereOf } from "./conditions/where.js";

interface Parts {
  readonly where: OperationNode | null;
  readonly having: OperationNode | null;
  /** Conditions on windows: asked of the rows when the rest of the query is done. */
  readonly qualify: readonly Node[];
}

/** A queryset's conditions: those on rows, on groups and on windows come together, so that nobody takes some alone. */
export class Filtered {
  constructor(readonly parts: Parts) {}

  /** Whether there are conditions on rows alone. */
  get ofRows(): boolean {
    return this.parts.having === null && this.parts.qualify.length === 0;
  }

  /** WHERE, in a query that has place for nothing else. */
  get whereAlone(): OperationNode | null {
    if (!this.ofRows) throw new TypeError("conditions on groups or windows have no place here");
    return this.parts.where;
  }
}

/** Whether a queryset says nothing but conditions on the rows of its own table: another statement may say them too. */
export function isOfRows(builder: Builder, filtered: Filtered, state: QueryState): boolean {
  const plain = !isSliced(state) && state.groupBy === null && state.distinctOn.length === 0;
  return plain && filtered.ofRows && builder.tables.written().length === 1;
}

/** Carries out a queryset's filters and annotations in their order: each sees what stands before it. */
export function applySteps(builder: Builder, state: QueryState): Filtered {
  const { where, having, qualify } = run(builder, state.steps);
  if (state.empty) where.push(keyword("false"));
  return new Filtered({ where: conjoined(where), having: conjoined(having), qualify });
}

function run(builder: Builder, steps: readonly Step[]) {
  const where: OperationNode[] = [];
  const having: OperationNode[] = [];
  const qualify: Node[] = [];
  for (const step of steps) {
    if (step.kind === "annotate") {
      annotate(builder, step);
      continue;
    }
    if (step.kind === "merge") {
      const merged = mergedSql(builder, step, (arm) => run(builder, arm));
      if (merged.where) where.push(merged.where);
      if (merged.having) having.push(merged.having);
      continue;
    }
    if (step.kind === "reach") {
      for (const name of step.names) builder.named.set(name, fieldSql(builder, name));
      continue;
    }
    const { rows, windows } = split(builder, step);
    qualify.push(...windows);
    if (!rows) continue;
    const conditions = whereOf(builder, { ...step, condition: rows });
    if (conditions.where) where.push(conditions.where);
    if (conditions.having) having.push(conditions.having);
  }
  return { where, having, qualify };
}

/** Under AND, what asks of a window is taken apart from the rest; otherwise the whole condition waits for the rows. */
function split(builder: Builder, { condition, negated }: FilterStep): { rows: Node | null; windows: Node[] } {
  const asksWindow = (node: Node) => containsWindow(node, builder.annotationSteps);
  if (!asksWindow(condition)) return { rows: condition, windows: [] };
  if (negated) return { rows: null, windows: [notNode(condition)] };
  if (condition.kind !== "and") return { rows: null, windows: [condition] };
  const rows = condition.children.filter((child) => !asksWindow(child));
  return { rows: rows.length > 0 ? every(rows) : null, windows: condition.children.filter(asksWindow) };
}

function annotate(builder: Builder, step: AnnotateStep): void {
  // A relation is joined where something is asked of it.
  if (step.node.kind === "filtered") {
    builder.annotationSteps.set(step.name, step);
    return;
  }
  const aggregate = builder.isAggregate(step.node);
  const reads: OperationNode[] = [];
  const before = builder.plainReads;
  builder.plainReads = aggregate ? reads : null;
  const sql = resolve(builder, step.node, null);
  builder.plainReads = before;
  const window = containsWindow(step.node, builder.annotationSteps);
  const { selected, node } = step;
  builder.annotations.set(step.name, { sql, aggregate, window, selected, reads, node, position: null });
  builder.annotationSteps.set(step.name, step);
}
