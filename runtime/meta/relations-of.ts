import type { ColumnMeta } from "./column.js";
import type { ModelMeta } from "./meta.js";
import type { Hop, RelationMeta } from "./relation.js";
import type { FieldSpec, ForeignKeySpec, ManyToManySpec, ReverseSpec } from "./spec.js";

/** Every relation of a model, both ends, by the name that conditions use. */
export function relationsOf(model: ModelMeta): Map<string, RelationMeta> {
  const relations = new Map<string, RelationMeta>();
  for (const [name, field] of Object.entries(model.spec.fields)) {
    if ("to" in field) relations.set(name, forward(model, name, field));
    if ("through" in field && field.symmetrical) relations.set(mirrorOf(name), mirrored(model, name, field));
  }
  for (const reverse of model.spec.reverse ?? [])
    relations.set(queryNameOf(reverse), backward(model, reverse));
  return relations;
}

function forward(model: ModelMeta, name: string, spec: ForeignKeySpec | ManyToManySpec): RelationMeta {
  return "through" in spec ? manyToMany(model, name, spec) : foreignKey(model, name, spec);
}

function foreignKey(model: ModelMeta, name: string, spec: ForeignKeySpec): RelationMeta {
  const column = model.requireColumn(name);
  return lazily({
    kind: spec.oneToOne ? "oneToOne" : "foreignKey",
    model,
    name,
    queryName: name,
    many: false,
    null: column.null,
    column,
    onDelete: spec.onDelete,
    through: null,
    symmetrical: false,
    target: () => spec.to(),
    inverse: () => inverseOf(spec.to(), model, name),
    hops: () => [foreignKeyHop(column, spec.to().requireColumn(spec.toField))],
  });
}

function manyToMany(model: ModelMeta, name: string, spec: ManyToManySpec): RelationMeta {
  const through = () => throughOf(spec.through(), spec.source, spec.target);
  return lazily({
    kind: "manyToMany",
    model,
    name,
    queryName: name,
    many: true,
    null: true,
    column: null,
    onDelete: null,
    through,
    symmetrical: spec.symmetrical === true,
    target: () => spec.to(),
    inverse: () =>
      (spec.symmetrical ? model.relation(mirrorOf(name)) : inverseOf(spec.to(), model, name)) ?? null,
    hops: () => throughHops(through()),
  });
}

/** A symmetrical relation has no other end with a name: this one leads back over the same rows in between. */
function mirrored(model: ModelMeta, name: string, spec: ManyToManySpec): RelationMeta {
  const through = () => throughOf(spec.through(), spec.target, spec.source);
  return lazily({
    kind: "reverseManyToMany",
    model,
    name: null,
    queryName: mirrorOf(name),
    many: true,
    null: true,
    column: null,
    onDelete: null,
    through,
    symmetrical: false,
    target: () => model,
    inverse: () => model.relation(name) ?? null,
    hops: () => throughHops(through()),
  });
}

/** A name that no condition can spell. */
function mirrorOf(name: string): string {
  return `+${name}+`;
}

function queryNameOf({ name, queryName }: ReverseSpec): string {
  const known = queryName ?? name;
  if (known === null) throw new TypeError("a hidden relation has a name in conditions");
  return known;
}

function backward(model: ModelMeta, spec: ReverseSpec): RelationMeta {
  const field = (): FieldSpec => {
    const declared = spec.from().spec.fields[spec.field];
    if (!declared) throw new TypeError(`${spec.from().name} has no field "${spec.field}"`);
    return declared;
  };
  const through = () => {
    const declared = field() as ManyToManySpec;
    return throughOf(declared.through(), declared.target, declared.source);
  };
  const many = spec.kind !== "reverseOneToOne";
  return lazily({
    kind: spec.kind,
    model,
    name: spec.name,
    queryName: queryNameOf(spec),
    many,
    null: true,
    column: null,
    onDelete: null,
    through: spec.kind === "reverseManyToMany" ? through : null,
    symmetrical: false,
    target: () => spec.from(),
    inverse: () => spec.from().relation(spec.field) ?? null,
    hops: () =>
      spec.kind === "reverseManyToMany"
        ? throughHops(through())
        : [
            reverseHop(
              model.requireColumn((field() as ForeignKeySpec).toField),
              spec.from().requireColumn(spec.field),
              many,
            ),
          ],
  });
}

function inverseOf(target: ModelMeta, from: ModelMeta, field: string): RelationMeta | null {
  const found = target.spec.reverse?.find((reverse) => reverse.from() === from && reverse.field === field);
  return found ? (target.relation(queryNameOf(found)) ?? null) : null;
}

function foreignKeyHop(column: ColumnMeta, key: ColumnMeta): Hop {
  return {
    from: column.model,
    to: key.model,
    fromColumn: column,
    toColumn: key,
    direct: true,
    many: false,
    identity: `${column.label}>`,
  };
}

function reverseHop(key: ColumnMeta, column: ColumnMeta, many: boolean): Hop {
  return {
    from: key.model,
    to: column.model,
    fromColumn: key,
    toColumn: column,
    direct: false,
    many,
    identity: `${column.label}<`,
  };
}

interface Through {
  readonly model: ModelMeta;
  readonly source: RelationMeta;
  readonly target: RelationMeta;
}

function throughOf(model: ModelMeta, source: string, target: string): Through {
  const [from, to] = [model.relation(source), model.relation(target)];
  if (!from || !to) throw new TypeError(`${model.name} lacks the foreign keys "${source}" and "${target}"`);
  return { model, source: from, target: to };
}

function throughHops({ source, target }: Through): Hop[] {
  const [into, onward] = [source.hops[0], target.hops[0]];
  if (!into || !onward) throw new TypeError(`${source.model.name} is not a through model`);
  return [reverseHop(into.toColumn, into.fromColumn, true), onward];
}

type LazyPart = "target" | "inverse" | "hops" | "through";
type Lazily = Omit<RelationMeta, LazyPart> & {
  readonly [P in Exclude<LazyPart, "through">]: () => RelationMeta[P];
} & { readonly through: (() => Through) | null };

/** Models point at each other across files: what lies at the other end is looked up at first use. */
function lazily(parts: Lazily): RelationMeta {
  const { target, inverse, hops, through, ...rest } = parts;
  const memo = <T>(make: () => T) => {
    let made: { value: T } | null = null;
    return () => (made ??= { value: make() }).value;
  };
  const [getTarget, getInverse, getHops] = [memo(target), memo(inverse), memo(hops)];
  const getThrough = through ? memo(through) : () => null;
  return {
    ...rest,
    get target() {
      return getTarget();
    },
    get inverse() {
      return getInverse();
    },
    get hops() {
      return getHops();
    },
    get through() {
      return getThrough();
    },
  };
}
