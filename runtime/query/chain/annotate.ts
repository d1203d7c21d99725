import { InvalidLookup, InvalidQuery, InvalidValue } from "../../errors/index.js";
import { refuseCombined } from "./combine.js";
import { containsAggregate, nestsAggregates } from "../expression/contains.js";
import { Expr } from "../expression/expr.js";
import { refsIn } from "../expression/refs.js";
import { settled, type Earlier } from "../expression/settled.js";
import { checkFiltered } from "../filtered-relation.js";
import { printable } from "../path.js";
import { QuerySet } from "../queryset.js";
import { annotationsOf, type QueryState, type Shape } from "../state.js";
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
  const method = selected ? "annotate" : "alias";
  refuseCombined(queryset, method);
  return withNamed(queryset, expressionsOf(queryset.state, expressions, method), selected);
}

/** The queryset with these expressions, each under a name that its rows do not have. */
export function withNamed(
  queryset: QuerySet,
  named: readonly (readonly [string, Node])[],
  selected = true,
): QuerySet {
  return named.reduce((next, [name, node]) => {
    checkName(next.state, name);
    return withExpression(next, name, node, selected);
  }, queryset);
}

/**
 * The named expressions of a call: an object of them, or a function of the queryset's references that gives one.
 *
 * @param earlier set where each may speak of those before it.
 */
export function expressionsOf(
  state: QueryState,
  given: unknown,
  method: string,
  earlier?: Map<string, Node>,
): [string, Node][] {
  const { model } = state;
  const named: unknown =
    typeof given === "function" ? (given as (f: object) => unknown)(refsIn(state)) : given;
  if (typeof named !== "object" || named === null || Array.isArray(named) || named instanceof Expr) {
    throw new InvalidValue(`${model.name}: ${method}() takes an object of names and expressions`);
  }
  return Object.entries(named).map(([name, value]: [string, unknown]) => {
    const node = nodeOf(state, value, earlier);
    if (node) {
      earlier?.set(name, node);
      return [name, node];
    }
    throw new InvalidValue(
      `${model.name}: ${method}() takes expressions; '${printable(name)}' is none: use value(…)`,
    );
  });
}

/** An expression that stands without a name, or a function of the queryset's references that gives one. */
export function expressionOf(state: QueryState, given: unknown, method: string): Node {
  const value: unknown =
    typeof given === "function" ? (given as (f: object) => unknown)(refsIn(state)) : given;
  const node = nodeOf(state, value);
  if (node) return node;
  throw new InvalidValue(`${state.model.name}: ${method}() takes names and expressions: use value(…)`);
}

function nodeOf(state: QueryState, value: unknown, earlier?: Earlier): Node | null {
  if (isSubselect(value)) return scalarOf(value);
  return value instanceof Expr ? settled(value.node, state, earlier) : null;
}

/** The queryset with an expression under a name that no user chose, or that has been checked. */
export function withExpression(queryset: QuerySet, name: string, node: Node, selected = true): QuerySet {
  return QuerySet.derive(queryset, added(queryset.state, name, node, selected));
}

function added(state: QueryState, name: string, node: Node, selected: boolean): Partial<QueryState> {
  const { model, shape } = state;
  if (node.kind === "filtered") {
    checkFiltered(model, node, annotationsOf(state));
    return { steps: [...state.steps, { kind: "annotate", name, node, selected: false }] };
  }
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
