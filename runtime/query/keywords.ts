import { InvalidLookup, InvalidValue, UndefinedValue } from "../errors/index.js";
import type { ModelMeta } from "../meta/meta.js";
import type { RelationMeta } from "../meta/relation.js";
import { keyOfRelated } from "../meta/related-key.js";
import { condition, every } from "./expression/conditions.js";
import { pathNode, type Node } from "./expression/node.js";
import type { Annotations } from "./filtered-relation.js";
import { keysOfRows } from "./instance-keys.js";
import { findLookup } from "./lookups/registry.js";
import { pathTransform } from "./path-transform.js";
import { printable, resolvePath, unknownName } from "./path.js";
import { isSubselect } from "./subselect.js";
import type { AnnotateStep } from "./state.js";

const none: Annotations = new Map();

interface Parsed {
  readonly left: Node;
  readonly lookup: string;
  /** Set where the operand is a relation: its values may be instances. */
  readonly relation: RelationMeta | null;
}

const parsed = new WeakMap<ModelMeta, Map<string, Parsed>>();
/** Keys may come from outside: what is remembered of them has an end. */
const REMEMBERED = 2000;

/**
 * Keyword conditions as one condition: `{ title__icontains: "x", author: 3 }` is both.
 *
 * @throws InvalidLookup for a key that names nothing, UndefinedValue and InvalidValue for a value that is no value.
 */
export function keywords(model: ModelMeta, where: object, annotations: Annotations = none): Node | null {
  const nodes = Object.entries(where).map(([key, value]) =>
    keyword(model, key, value as unknown, annotations),
  );
  return nodes.length === 0 ? null : every(nodes);
}

/** One of them: a key and its value. */
export function keyword(
  model: ModelMeta,
  key: string,
  value: unknown,
  annotations: Annotations = none,
): Node {
  const { left, lookup, relation } = parse(model, annotations, key);
  if (value === undefined) {
    throw new UndefinedValue(
      `${model.name}: the condition '${printable(key)}' is undefined: leave the key out, or pass null for IS NULL`,
    );
  }
  try {
    return condition(left, lookup, relation ? related(relation, lookup, value) : value);
  } catch (error) {
    throw named(error, model, key);
  }
}

/** The error of a value, with the name of the condition before it. */
function named(error: unknown, model: ModelMeta, key: string): unknown {
  if (!(error instanceof InvalidValue || error instanceof InvalidLookup)) return error;
  error.message = `${model.name}: the condition '${printable(key)}': ${error.message}`;
  return error;
}

function related(relation: RelationMeta, lookup: string, value: unknown): unknown {
  if (isSubselect(value)) return keysOfRows(value, relation);
  if (lookup === "in" && Array.isArray(value)) return value.map((item) => keyOfRelated(relation, item));
  return lookup === "isnull" ? value : keyOfRelated(relation, value);
}

function parse(model: ModelMeta, annotations: Annotations, key: string): Parsed {
  const annotation = annotations.size > 0 ? annotations.get(key.split("__", 1)[0] ?? "") : undefined;
  if (annotation?.node.kind === "filtered") return parseKey(model, key, annotations);
  if (annotation) return parseAnnotation(annotation, key);
  let known = parsed.get(model);
  if (!known) parsed.set(model, (known = new Map<string, Parsed>()));
  const found = known.get(key);
  if (found) return found;
  const made = parseKey(model, key);
  if (known.size < REMEMBERED) known.set(key, made);
  return made;
}

function parseKey(model: ModelMeta, key: string, annotations = none): Parsed {
  const names = key.split("__");
  const { steps, column, relation, rest } = resolvePath(model, names, annotations);
  const path = names.slice(0, names.length - rest.length);
  const owner = relation ?? column.model.relation(column.name) ?? null;
  let left: Node = pathNode(
    path[0] === "pk" && steps.length === 0 ? [column.name] : path,
    column.codec,
    model,
  );
  for (const [position, name] of rest.entries()) {
    const last = position === rest.length - 1;
    if (last && left.codec && findLookup(name, left.codec)) {
      if (relation && !relationLookups.has(name)) throw unknownName(relation.target, name);
      return { left, lookup: name, relation: position === 0 ? owner : null };
    }
    if (relation) throw unknownName(relation.target, name);
    left = pathTransform(left, name, column.label);
  }
  return { left, lookup: "exact", relation: rest.length === 0 ? owner : null };
}

/** `n__gte`, for a name made by `annotate()`. */
function parseAnnotation({ name, node }: AnnotateStep, key: string): Parsed {
  const rest = key.split("__").slice(1);
  let left: Node = pathNode([name], node.codec, null);
  for (const [position, part] of rest.entries()) {
    const last = position === rest.length - 1;
    if (last && left.codec && findLookup(part, left.codec)) return { left, lookup: part, relation: null };
    if (last && !left.codec) return { left, lookup: part, relation: null };
    left = pathTransform(left, part, name);
  }
  return { left, lookup: "exact", relation: null };
}

const relationLookups: ReadonlySet<string> = new Set(["exact", "in", "isnull", "gt", "gte", "lt", "lte"]);
