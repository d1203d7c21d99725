import type { OperationNode } from "kysely";
import { containsAggregate } from "../../expression/contains.js";
import { namingSteps, type MergeStep, type Step } from "../../state.js";
import type { Builder } from "../builder.js";
import { joined, keyword } from "../fragment.js";
import { connected, type Conditions } from "./where.js";

interface ArmSql {
  readonly where: readonly OperationNode[];
  readonly having: readonly OperationNode[];
}

/**
 * Querysets put together: the conditions of each under AND, and those under OR or XOR. What a queryset joins serves the
 * others too, since one of them that holds is enough; each of its joins stands for one of theirs (Django's
 * `Query.combine`).
 *
 * @param run carries out the steps of one of them.
 */
export function mergedSql(
  builder: Builder,
  step: MergeStep,
  run: (arm: readonly Step[]) => ArmSql,
): Conditions {
  const { tables } = builder;
  const before = tables.inner();
  const groups = asksGroups(step, builder);
  const reads = builder.plainReads;
  // What stands beside an aggregate is asked of the group: the query groups by it.
  if (groups) builder.plainReads = builder.groupReads;
  const made: string[] = [];
  let needed: Set<string> | null = null;
  const arms = step.arms.map((arm) => {
    const known = new Set(tables.joins.keys());
    tables.offered = [...made];
    tables.loosen();
    builder.carried = null;
    const { where, having } = run(arm);
    const inner = tables.inner();
    needed = needed === null ? inner : new Set([...needed].filter((alias) => inner.has(alias)));
    made.push(...[...tables.joins.keys()].filter((alias) => !known.has(alias)));
    return conjoined([...where, ...having]) ?? keyword("true");
  });
  builder.plainReads = reads;
  builder.carried = null;
  tables.offered = [];
  tables.loosen();
  tables.demote([...before, ...(needed ?? [])]);
  const node = connected(arms, step.connector);
  return groups ? { where: null, having: node } : { where: node, having: null };
}

function asksGroups(step: MergeStep, builder: Builder): boolean {
  const annotations = new Map([
    ...builder.annotationSteps,
    ...namingSteps([step]).map((each) => [each.name, each] as const),
  ]);
  const asks = (steps: readonly Step[]): boolean =>
    steps.some((each) => {
      if (each.kind === "merge") return each.arms.some(asks);
      return each.kind === "filter" && containsAggregate(each.condition, annotations);
    });
  return asks([step]);
}

/** Conditions under AND. */
export function conjoined(parts: readonly OperationNode[]): OperationNode | null {
  const [only] = parts;
  if (!only) return null;
  return parts.length === 1 ? only : joined(parts, " and ");
}
