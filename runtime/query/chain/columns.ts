import { InvalidLookup, InvalidQuery } from "../../errors/index.js";
import type { ModelMeta } from "../../model/meta.js";
import { Expr } from "../expression/expr.js";
import { parseOrder } from "../order.js";
import { annotationsOf, type Shape } from "../state.js";
import { refuseCombined } from "./combine.js";
import { annotate } from "./annotate.js";
import { resolvePath, unknownName } from "../path.js";
import { QuerySet } from "../queryset.js";

/** Fetches these columns alone, with the primary key. The last `only()` counts, as in Django. */
export function only(queryset: QuerySet, names: readonly string[]): QuerySet {
  checkColumns(queryset, names);
  if (names.includes("pk") && names.length === 1)
    return narrow(queryset, "only", [queryset.state.model.key.name]);
  return narrow(queryset, "only", names);
}

/** Fetches all but these columns; calls add up. */
export function defer(queryset: QuerySet, names: readonly string[]): QuerySet {
  checkColumns(queryset, names);
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

function checkColumns(queryset: QuerySet, names: readonly string[]): void {
  const { model } = queryset.state;
  for (const name of names) {
    const path = resolvePath(model, String(name).split("__"));
    const end = path.relation?.target ?? path.column.model;
    if (path.rest.length > 0) throw unknownName(end, path.rest[0] ?? "", "field");
  }
}

/** Rows as plain objects of these fields: all columns and annotations where none is named. */
export function values(queryset: QuerySet, names: readonly unknown[]): QuerySet {
  const next = named(queryset, names, "values");
  return shaped(next.queryset, { kind: "values", names: next.names });
}

/** Rows as arrays of these fields; with `flat`, of one field, the bare values. */
export function valuesList(queryset: QuerySet, given: readonly unknown[]): QuerySet {
  const options = given.at(-1);
  const hasOptions = typeof options === "object" && options !== null && !(options instanceof Expr);
  const flat = hasOptions && (options as { readonly flat?: unknown }).flat === true;
  const next = named(queryset, hasOptions ? given.slice(0, -1) : given, "valuesList");
  if (flat && next.names.length !== 1) {
    throw new InvalidQuery(`${queryset.state.model.name}: valuesList({ flat }) takes one field`);
  }
  return shaped(next.queryset, { kind: "tuples", names: next.names, flat });
}

/** Each of the querysets that were put together gives these columns, as in Django. */
function shaped(queryset: QuerySet, shape: Shape): QuerySet {
  const { combined } = queryset.state;
  const change = { shape, columns: null, related: [], prefetch: [] };
  if (!combined) return QuerySet.derive(queryset, change);
  const states = combined.states.map((state) => ({ ...state, ...change }));
  return QuerySet.derive(queryset, { ...change, combined: { ...combined, states } });
}

/** The names of a call; expressions come as an object of names, which are annotated first. */
function named(queryset: QuerySet, given: readonly unknown[], method: string) {
  const names: string[] = [];
  let next = queryset;
  for (const item of given) {
    if (typeof item === "string") {
      names.push(item);
      continue;
    }
    const made = annotate(QuerySet.derive(next, { shape: { kind: "instances" } }), item);
    names.push(
      ...[...annotationsOf(made.state).keys()].filter((name) => !annotationsOf(next.state).has(name)),
    );
    next = made;
  }
  const { model } = next.state;
  const annotations = annotationsOf(next.state);
  for (const name of names)
    if (!annotations.has(name)) next = withPart(next, refuseSign(name, model, method));
  if (names.length > 0) return { queryset: reaching(next, names), names };
  const selected = [...annotations.values()].filter((each) => each.selected).map((each) => each.name);
  return { queryset: next, names: [...model.columns.map((column) => column.attribute), ...selected] };
}

/** Names beyond relations to many rows make rows: they join where they are said, and later conditions join anew. */
function reaching(queryset: QuerySet, named: readonly string[]): QuerySet {
  const { state } = queryset;
  const annotations = annotationsOf(state);
  const names = named.filter((name) => !annotations.has(name) && leadsToMany(state.model, name));
  if (names.length === 0) return queryset;
  return QuerySet.derive(queryset, { steps: [...state.steps, { kind: "reach", names }] });
}

function leadsToMany(model: ModelMeta, name: string): boolean {
  return resolvePath(model, name.split("__")).steps.some(({ hops }) => hops.some((hop) => hop.many));
}

/** A part of a column (`published__year`, `details__isbn`) is a value of its own, named by its path. */
function withPart(queryset: QuerySet, name: string): QuerySet {
  const { state } = queryset;
  const { node } = parseOrder(state.model, name);
  if (node.kind === "path") return queryset;
  return QuerySet.derive(queryset, {
    steps: [...state.steps, { kind: "annotate", name, node, selected: true }],
  });
}

function refuseSign(name: string, model: ModelMeta, method: string): string {
  if (/^[-+?]/.test(name)) throw new InvalidLookup(`${model.name}: ${method}() takes names without a sign`);
  return name;
}
