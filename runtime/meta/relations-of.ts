import type { Key } from "./key.js";
import type { ModelMeta } from "./meta.js";
import { relationLabel, type Hop, type RelationMeta } from "./relation.js";
import type { ForeignKeySpec, ManyToManySpec, ReferenceSpec, ReverseSpec } from "./spec.js";

/** Every relation of a model, both ends, by the name that conditions use. */
export function relationsOf(model: ModelMeta): Map<string, RelationMeta> {
  const relations = new Map<string, RelationMeta>();
  for (const [name, field] of Object.entries(model.spec.fields)) {
    if ("to" in field) relations.set(name, forward(model, name, field));
    if ("through" in field && field.symmetrical) relations.set(mirrorOf(name), mirrored(model, name, field));
  }
  for (const [queryName, reverse] of Object.entries(model.spec.reverse ?? {}))
    relations.set(queryName, backward(model, queryName, reverse));
  return relations;
}

type OneSpec = ForeignKeySpec | ReferenceSpec;

function forward(model: ModelMeta, name: string, spec: OneSpec | ManyToManySpec): RelationMeta {
  return "through" in spec ? manyToMany(model, name, spec) : foreignKey(model, name, spec);
}

function foreignKey(model: ModelMeta, name: string, spec: OneSpec): RelationMeta {
  const column = ownKey(model, name, spec);
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
    hops: () => [foreignKeyHop(`${model.name}.${name}`, column, targetKey(spec))],
  });
}

function ownKey(model: ModelMeta, name: string, spec: OneSpec): Key {
  if (!("pairs" in spec)) return model.requireColumn(name);
  return model.rowOf(spec.pairs.map(([own]) => model.requireColumn(own)));
}

function targetKey(spec: OneSpec): Key {
  const target = spec.to();
  if ("pairs" in spec) return target.rowOf(spec.pairs.map(([, other]) => target.requireColumn(other)));
  return spec.toField === undefined ? target.key : target.requireColumn(spec.toField);
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

function backward(model: ModelMeta, queryName: string, spec: ReverseSpec): RelationMeta {
  const { fields } = spec.from().spec;
  const field = fields[spec.field];
  if (!field || !("to" in field)) throw new TypeError(`${spec.from().name} has no relation "${spec.field}"`);
  const seen = {
    model,
    name: spec.hidden ? null : (spec.property ?? queryName),
    queryName,
    null: true,
    column: null,
    onDelete: null,
    symmetrical: false,
    target: () => spec.from(),
    inverse: () => spec.from().relation(spec.field) ?? null,
  };
  if ("through" in field) {
    const through = () => throughOf(field.through(), field.target, field.source);
    const hops = () => throughHops(through());
    return lazily({ ...seen, kind: "reverseManyToMany", many: true, through, hops });
  }
  const many = spec.one !== true;
  const label = `${spec.from().name}.${spec.field}`;
  const hops = () => [reverseHop(label, targetKey(field), ownKey(spec.from(), spec.field, field), many)];
  const kind = many ? "reverseForeignKey" : "reverseOneToOne";
  return lazily({ ...seen, kind, many, through: null, hops });
}

function inverseOf(target: ModelMeta, from: ModelMeta, field: string): RelationMeta | null {
  const reverse = Object.entries(target.spec.reverse ?? {});
  const found = reverse.find(([, each]) => each.from() === from && each.field === field);
  return found ? (target.relation(found[0]) ?? null) : null;
}

function foreignKeyHop(label: string, column: Key, key: Key): Hop {
  return {
    from: column.model,
    to: key.model,
    fromColumn: column,
    toColumn: key,
    direct: true,
    many: false,
    identity: `${label}>`,
  };
}

function reverseHop(label: string, key: Key, column: Key, many: boolean): Hop {
  return {
    from: key.model,
    to: column.model,
    fromColumn: key,
    toColumn: column,
    direct: false,
    many,
    identity: `${label}<`,
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
  return [reverseHop(relationLabel(source), into.toColumn, into.fromColumn, true), onward];
}

type LazyPart = "target" | "inverse" | "hops" | "through";
type Lazily = Omit<RelationMeta, LazyPart | "near" | "far"> & {
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
    get near() {
      return rest.column ?? getHops()[0]?.fromColumn ?? rest.model.pk;
    },
    get far() {
      const last = getHops().at(-1);
      if (last?.direct) return last.toColumn;
      const target = getTarget();
      // Rows without a key of their own are there where their foreign key is.
      return last && target.primaryKey.length === 0 ? last.toColumn : target.pk;
    },
  };
}
