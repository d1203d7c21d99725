import { InvalidLookup } from "../errors/index.js";
import type { Key } from "../meta/key.js";
import type { ModelMeta } from "../meta/meta.js";
import type { Hop, RelationMeta } from "../meta/relation.js";
import { filteredBy, stepsOf, type Annotations } from "./filtered-relation.js";
import { nearest } from "./nearest.js";

/** A name in a path that leads to another table, with the joins that it takes. */
export interface PathStep {
  readonly name: string;
  readonly relation: RelationMeta;
  readonly hops: readonly Hop[];
}

/** Whether a step can lead to more than one row. */
export function leadsToMany({ hops }: PathStep): boolean {
  return hops.some((hop) => hop.many);
}

/** A dotted way through the models, resolved as far as its names are fields. */
export interface ResolvedPath {
  readonly steps: readonly PathStep[];
  /** The column at the end; for a path that ends in a relation, the key on its other side. */
  readonly column: Key;
  /** Set where the path ends in a relation rather than in a column. */
  readonly relation: RelationMeta | null;
  /** Names that are no fields: transforms and a lookup. */
  readonly rest: readonly string[];
}

/**
 * Follows names through relations: `["author", "name", "icontains"]` gives one step, the column `name`, and the
 * rest `["icontains"]`.
 *
 * @param annotations the names of a queryset, among which may be relations.
 * @throws InvalidLookup where the first name is no field, or a name after a relation is neither a field nor, so the
 * caller finds, a lookup.
 */
export function resolvePath(
  model: ModelMeta,
  names: readonly string[],
  annotations?: Annotations,
): ResolvedPath {
  const [first = ""] = names;
  const filtered = annotations ? filteredBy(annotations, first) : null;
  const steps: PathStep[] = filtered && annotations ? [...stepsOf(model, first, filtered, annotations)] : [];
  let relation: RelationMeta | null = steps.at(-1)?.relation ?? null;
  let at = relation?.target ?? model;
  for (let position = filtered ? 1 : 0; position < names.length; position++) {
    const name = names[position] ?? "";
    const next: RelationMeta | undefined = at.relation(name);
    if (next) {
      steps.push({ name, relation: next, hops: next.hops });
      relation = next;
      at = next.target;
      continue;
    }
    const column = at.keyNamed(name);
    if (column) return endsInColumn(steps, column, names.slice(position + 1));
    if (relation) return { steps, column: relation.far, relation, rest: names.slice(position) };
    throw unknownName(at, name);
  }
  if (!relation) throw unknownName(model, names[0] ?? "");
  return { steps, column: relation.far, relation, rest: [] };
}

/** `authorId` and `author` name one column, and so one relation. */
function endsInColumn(steps: readonly PathStep[], column: Key, rest: readonly string[]): ResolvedPath {
  return { steps, column, relation: null, rest };
}

export function unknownName(model: ModelMeta, name: string, what = "field or lookup"): InvalidLookup {
  const names = model.names.filter((each) => each !== name);
  const near = nearest(name, names);
  const hint = near === null ? `it has ${names.join(", ")}` : `did you mean '${near}'?`;
  return new InvalidLookup(`${model.name} has no ${what} '${printable(name)}': ${hint}`);
}

/** Names may come from a user at run time: cut, and without control characters. */
export function printable(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, "?");
  return plain.length > 63 ? `${plain.slice(0, 60)}...` : plain;
}
