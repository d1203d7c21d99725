import { InvalidLookup, InvalidQuery, knownOptions, switches } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import { Expr } from "../expression/expr.js";
import { parseOrder } from "../order.js";
import { filteredBy } from "../filtered-relation.js";
import { annotationsOf, reshaped, type AnnotateStep, type QueryState, type Shape } from "../state.js";
import { refuseCombined } from "./combine.js";
import { expressionOf, expressionsOf, withExpression, withNamed } from "./annotate.js";
import { leadsToMany, resolvePath, unknownName } from "../path.js";
import { QuerySet } from "../queryset.js";

/** Fetches these columns alone, with the primary key. The last `only()` counts, as in Django. */
export function only(queryset: QuerySet, given: readonly unknown[]): QuerySet {
  const names = checkedColumns(queryset, given);
  if (names.includes("pk") && names.length === 1)
    return narrow(
      queryset,
      "only",
      queryset.state.model.primaryKey.map(({ name }) => name),
    );
  return narrow(queryset, "only", names);
}

/** Fetches all but these columns; calls add up. */
export function defer(queryset: QuerySet, given: readonly unknown[]): QuerySet {
  const names = checkedColumns(queryset, given);
  const before = queryset.state.columns;
  if (before?.mode === "only") {
    return narrow(
      queryset,
      "only",
      before.names.filter((name) => !names.includes(name)),
    );
  }
  return narrow(queryset, "defer", [...(before?.names ?? []), ...names]);
}

function narrow(queryset: QuerySet, mode: "only" | "defer", names: readonly string[]): QuerySet {
  refuseCombined(queryset, mode);
  if (queryset.state.shape.kind !== "instances") {
    throw new InvalidQuery(`${mode}() is for instances: values() names its columns itself`);
  }
  return QuerySet.derive(queryset, { columns: { mode, names: [...new Set(names)] } });
}

function checkedColumns(queryset: QuerySet, given: readonly unknown[]): readonly string[] {
  const { model } = queryset.state;
  const names = given.map(String);
  for (const name of names) {
    const path = resolvePath(model, name.split("__"));
    const end = path.relation?.target ?? path.column.model;
    if (path.rest.length > 0) throw unknownName(end, path.rest[0] ?? "", "field");
  }
  return names;
}

/**
 * Rows as plain objects of these fields, or of all columns and annotations. Expressions come by name, and are known to
 * later conditions and orderings by it.
 */
export function values(queryset: QuerySet, fields: readonly unknown[]): QuerySet {
  let next = queryset;
  const names = fields.flatMap((field) => {
    if (typeof field === "string") return [field];
    refuseCombined(queryset, "an expression in values");
    const expressions = expressionsOf(queryset.state, field, "values");
    next = withNamed(next, expressions);
    return expressions.map(([name]) => name);
  });
  const made = named(next, names, "values");
  return shaped(made.queryset, { kind: "values", names: made.names });
}

/** Rows as arrays of these fields and expressions; with `flat`, of one, the bare values. */
export function valuesList(queryset: QuerySet, given: readonly unknown[]): QuerySet {
  const options = given.at(-1);
  const hasOptions = isOptions(options);
  if (hasOptions) {
    knownOptions("valuesList()", options, ["flat"]);
    switches("valuesList()", options, ["flat"]);
  }
  const flat = hasOptions && options.flat === true;
  let next = queryset;
  const names = (hasOptions ? given.slice(0, -1) : given).map((field) => {
    if (typeof field === "string") return field;
    refuseCombined(queryset, "an expression in valuesList");
    const name = unnamed(next);
    next = withExpression(next, name, expressionOf(queryset.state, field, "valuesList"));
    return name;
  });
  const made = named(next, names, "valuesList");
  if (flat && made.names.length !== 1) {
    throw new InvalidQuery(`${queryset.state.model.name}: valuesList({ flat }) takes one field`);
  }
  return shaped(made.queryset, { kind: "tuples", names: made.names, flat });
}

function isOptions(given: unknown): given is { readonly flat?: unknown } {
  return typeof given === "object" && given !== null && !(given instanceof Expr || given instanceof QuerySet);
}

/** The name of an expression that has none: no user can write it where names are checked. */
function unnamed(queryset: QuerySet): string {
  return `#${String(annotationsOf(queryset.state).size + 1)}`;
}

/** Each of the querysets that were put together gives these columns, as in Django. */
function shaped(queryset: QuerySet, shape: Shape): QuerySet {
  const { combined } = queryset.state;
  const change = { shape, columns: null, related: [], prefetch: [] };
  if (!combined) return QuerySet.derive(queryset, change);
  const states = combined.states.map((state) =>
    reshaped(state, { ...change, shape: ofPart(shape, state, combined.states[0]) }),
  );
  return QuerySet.derive(queryset, { ...change, combined: { ...combined, states, named: true } });
}

/** What one of several querysets gives: columns that the first one names are taken by their place. */
function ofPart(shape: Shape, { shape: own }: QueryState, first: QueryState | undefined): Shape {
  const names = first && namesOf(first.shape);
  const other = namesOf(own);
  if (shape.kind === "instances" || !names || !other) return shape;
  return { ...shape, names: shape.names.map((name) => other[names.indexOf(name)] ?? name) };
}

function namesOf(shape: Shape): readonly string[] | null {
  return shape.kind === "instances" ? null : shape.names;
}

/** The names of a call: all columns and annotations where it has none. */
function named(queryset: QuerySet, names: readonly string[], method: string) {
  const { model } = queryset.state;
  const annotations = annotationsOf(queryset.state);
  if (names.length === 0) {
    const selected = [...annotations.values()].filter((each) => each.selected).map((each) => each.name);
    return { queryset, names: [...model.columns.map((column) => column.attribute), ...selected] };
  }
  const parts = names
    .filter((name) => !annotations.has(name) || filteredBy(annotations, name) !== null)
    .map((name) => refuseSign(name, model, method));
  return { queryset: reaching(parts.reduce(withPart, queryset), names), names };
}

/** Names beyond relations to many rows make rows: they join where they are said, and later conditions join anew. */
function reaching(queryset: QuerySet, named: readonly string[]): QuerySet {
  const { state } = queryset;
  const annotations = annotationsOf(state);
  const names = named.filter(
    (name) =>
      !isValue(annotations, name) &&
      resolvePath(state.model, name.split("__"), annotations).steps.some(leadsToMany),
  );
  if (names.length === 0) return queryset;
  return QuerySet.derive(queryset, { steps: [...state.steps, { kind: "reach", names }] });
}

/** A part of a column (`published__year`, `details__isbn`) is a value of its own, named by its path. */
function withPart(queryset: QuerySet, name: string): QuerySet {
  const { state } = queryset;
  const { node } = parseOrder(state.model, name, annotationsOf(state));
  if (node.kind === "path") return queryset;
  return QuerySet.derive(queryset, {
    steps: [...state.steps, { kind: "annotate", name, node, selected: true }],
  });
}

/** Whether a name is a value that the queryset has made, or a part of one. */
function isValue(annotations: ReadonlyMap<string, AnnotateStep>, name: string): boolean {
  const first = annotations.has(name) ? name : (name.split("__", 1)[0] ?? "");
  return annotations.has(first) && filteredBy(annotations, first) === null;
}

function refuseSign(name: string, model: ModelMeta, method: string): string {
  if (/^[-+?]/.test(name)) throw new InvalidLookup(`${model.name}: ${method}() takes names without a sign`);
  return name;
}
