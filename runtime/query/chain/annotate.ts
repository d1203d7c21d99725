import { InvalidLookup, InvalidQuery, InvalidValue } from "../../errors/index.js";
import { refuseCombined } from "./combine.js";
import { containsAggregate, nestsAggregates } from "../expression/contains.js";
import { Expr } from "../expression/expr.js";
import { refsIn } from "../expression/refs.js";
import { settled } from "../expression/settled.js";
import { printable } from "../path.js";
import { QuerySet } from "../queryset.js";
import { annotationsOf, isSliced, type QueryState, type Shape } from "../state.js";
import { isSubselect, scalarOf } from "../subselect.js";
import type { Node } from "../expression/node.js";

/** Adds computed values to the rows, under names that later conditions and orderings know. */
export function annotate(queryset: QuerySet, expressions: unknown): QuerySet {
  return addAll(queryset, expressions, true);
}

/** Names expressions for later conditions and orderings without fetching them. */
export function alias(queryset: QuerySet, expressions: unknown): QuerySet {
  return addAll(queryset, expressions, false);
}

function addAll(queryset: QuerySet, expressions: unknown, selected: boolean): QuerySet {
  refuseCombined(queryset, selected ? "annotate" : "alias");
  let next = queryset;
  for (const [name, node] of expressionsOf(queryset.state, expressions, selected ? "annotate" : "alias")) {
    next = QuerySet.derive(next, add(next.state, name, node, selected));
  }
  return next;
}

/** The named expressions of a call: an object of them, or a function of the queryset's references that gives one. */
export function expressionsOf(state: QueryState, given: unknown, method: string): [string, Node][] {
  const { model } = state;
  const named: unknown =
    typeof given === "function" ? (given as (f: object) => unknown)(refsIn(state)) : given;
  if (typeof named !== "object" || named === null || Array.isArray(named) || named instanceof Expr) {
    throw new InvalidValue(`${model.name}: ${method}() takes an object of names and expressions`);
  }
  return Object.entries(named).map(([name, value]: [string, unknown]) => {
    if (isSubselect(value)) return [name, scalarOf(value)];
    if (value instanceof Expr) return [name, settled(value.node, state)];
    throw new InvalidValue(
      `${model.name}: ${method}() takes expressions; '${printable(name)}' is none: use value(…)`,
    );
  });
}

function add(state: QueryState, name: string, node: Node, selected: boolean): Partial<QueryState> {
  const { model, shape } = state;
  if (isSliced(state)) {
    throw new InvalidQuery(`${model.name}: annotate() and alias() cannot follow limit() or offset()`);
  }
  checkName(state, name);
  if (nestsAggregates(node, annotationsOf(state))) {
    throw new InvalidQuery(
      `${model.name}: '${printable(name)}' is an aggregate of an aggregate: say the outer one with aggregate()`,
    );
  }
  const steps = [...state.steps, { kind: "annotate" as const, name, node, selected }];
  const names: Shape =
    selected && shape.kind !== "instances" ? { ...shape, names: [...shape.names, name] } : shape;
  if (!containsAggregate(node, annotationsOf(state)) || state.groupBy !== null)
    return { steps, shape: names };
  const groupBy = shape.kind === "instances" ? ("model" as const) : plainNames(state, shape.names);
  return { steps, shape: names, groupBy };
}

/** What `values()` had named, without the aggregates among it. */
function plainNames(state: QueryState, names: readonly string[]): readonly string[] {
  const annotations = annotationsOf(state);
  return names.filter((name) => {
    const annotation = annotations.get(name);
    return !annotation || !containsAggregate(annotation.node, annotations);
  });
}

function checkName(state: QueryState, name: string): void {
  const { model, shape } = state;
  if (
    !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ||
    name.includes("__") ||
    Object.hasOwn(Object.prototype, name)
  ) {
    throw new InvalidLookup(
      `'${printable(name)}' cannot name an annotation: use a plain identifier without '__'`,
    );
  }
  // As in Django, plain rows know only the names that values() gave them.
  const taken =
    shape.kind === "instances"
      ? model.column(name) || model.relation(name) || name === "pk" || name in model.construct.prototype
      : shape.names.includes(name);
  if (taken) {
    throw new InvalidLookup(
      `the annotation '${printable(name)}' conflicts with a field or method of ${model.name}`,
    );
  }
}
