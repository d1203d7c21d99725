import type { OperationNode } from "kysely";
import type { ModelMeta } from "../../../meta/meta.js";
import type { RelationMeta } from "../../../meta/relation.js";
import type { Codec } from "../../../values/index.js";
import { filteredRelationOf } from "../../filtered-relation.js";
import { annotationsOf, type QueryState } from "../../state.js";
import type { Sql } from "../../lookups/sql.js";
import { parseOrder } from "../../order.js";
import type { Annotated, Builder } from "../builder.js";
import { fetchedColumns } from "./fetched-columns.js";
import { columnOf } from "../fragment.js";
import type { InstancePlan } from "./plan.js";
import { resolve } from "../resolve.js";

/** The SELECT list under construction: its nodes, and how each value is decoded. */
export class Selection {
  readonly nodes: OperationNode[] = [];
  readonly codecs: (Codec | null)[] = [];
  /** The keys of the joined tables whose rows are selected: a grouped query groups by them too. */
  readonly joinedKeys: OperationNode[] = [];
  /** What `values()` names beside annotations: a grouped query groups by it. */
  readonly named: OperationNode[] = [];
  /** The tables of fetched relations, by path. */
  readonly aliases = new Map<string, string>();

  add(node: OperationNode, codec: Codec | null): number {
    this.nodes.push(node);
    this.codecs.push(codec);
    return this.nodes.length - 1;
  }
}

/** Selects the columns of the queryset's instances, and of those that `selectRelated` fetches with them. */
export function selectInstances(builder: Builder, selection: Selection, state: QueryState): InstancePlan {
  return selectModel(builder, selection, state, builder.model, builder.tables.base, "");
}

function selectModel(
  builder: Builder,
  selection: Selection,
  state: QueryState,
  model: ModelMeta,
  alias: string,
  path: string,
  reached: RelationMeta | null = null,
): InstancePlan {
  const followed = relationsAt(state, model, path);
  const columns = fetchedColumns(
    model,
    path,
    state.columns,
    followed,
    reached,
    prefetchedAt(state, model, path),
  );
  const offset = selection.nodes.length;
  for (const column of columns) selection.add(columnOf(alias, column.column), column.codec);
  const key = columns.findIndex((column) => column.primaryKey || reached?.far.columns.includes(column));
  const related = followed.map((relation) => {
    const joined = builder.joinRelated(alias, relation.hops);
    for (const key of relation.target.primaryKey) selection.joinedKeys.push(columnOf(joined, key.column));
    const next = path === "" ? relation.queryName : `${path}__${relation.queryName}`;
    selection.aliases.set(next, joined);
    return {
      relation,
      plan: selectModel(builder, selection, state, relation.target, joined, next, relation),
    };
  });
  return { model, offset, columns, key: offset + key, related };
}

/** The relations that `selectRelated` follows from the model at a path. */
function relationsAt(state: QueryState, model: ModelMeta, path: string): RelationMeta[] {
  const prefix = path === "" ? "" : `${path}__`;
  const names = new Set<string>();
  for (const related of state.related) {
    if (!related.startsWith(prefix)) continue;
    const [head] = related.slice(prefix.length).split("__");
    if (head) names.add(head);
  }
  return [...names].map((name) => {
    const relation =
      model.relation(name) ?? (path === "" ? filteredRelationOf(model, name, annotationsOf(state)) : null);
    if (!relation) throw new TypeError(`${model.name} has no relation "${name}"`);
    return relation;
  });
}

/** The relations that `prefetchRelated` loads into the instances at a path. */
function prefetchedAt({ prefetch }: QueryState, model: ModelMeta, path: string): RelationMeta[] {
  const prefix = path === "" ? "" : `${path}__`;
  return prefetch.flatMap((each) => {
    if (!each.path.startsWith(prefix)) return [];
    const [head = ""] = each.path.slice(prefix.length).split("__");
    return model.findRelation(head) ?? [];
  });
}

/** Selects the annotations of instances; gives their names with their places. */
export function selectAnnotations(
  builder: Builder,
  selection: Selection,
): readonly { readonly name: string; readonly position: number }[] {
  return [...builder.annotations].flatMap(([name, annotation]) =>
    annotation.selected ? [{ name, position: selectAnnotation(selection, annotation) }] : [],
  );
}

/** Selects what a grouped query is grouped by beside its key: what it gives without its aggregates and windows. */
export function selectGroups(builder: Builder, selection: Selection, { shape }: QueryState): void {
  const selected = [...builder.annotations].flatMap(([name, annotation]) =>
    annotation.selected ? [name] : [],
  );
  const names = shape.kind === "instances" ? selected : shape.names;
  selectNames(
    builder,
    selection,
    names.filter((name) => {
      const annotation = builder.annotations.get(name);
      return !annotation || !(annotation.aggregate || annotation.window);
    }),
  );
}

function selectAnnotation(selection: Selection, annotation: Annotated): number {
  annotation.position = selection.add(annotation.sql.node, annotation.sql.codec);
  return annotation.position;
}

/** Selects what `values()` names: fields of any depth, transforms of them, and annotations. */
export function selectNames(builder: Builder, selection: Selection, names: readonly string[]): void {
  for (const name of names) {
    const annotation = builder.annotations.get(name);
    if (annotation) {
      selectAnnotation(selection, annotation);
      continue;
    }
    const sql = fieldSql(builder, name);
    selection.named.push(sql.node);
    selection.add(sql.node, sql.codec);
  }
}

/** A field of any depth, or a transform of it, that `values()` names. */
export function fieldSql(builder: Builder, name: string): Sql {
  return (
    builder.named.get(name) ??
    resolve(builder, parseOrder(builder.model, name, builder.annotationSteps).node, null)
  );
}
