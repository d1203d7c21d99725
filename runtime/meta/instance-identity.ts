import type { brand } from "../types/brand.js";
import type { ModelMeta } from "./meta.js";

/** A row of a model as an object: what it is known by from outside. Its state is the instance room's. */
export interface Instance {
  readonly [brand]: "instance";
}

/** Tells instances from all other objects: nothing that came from JSON carries the mark. */
export class Marked {
  readonly #mark = true;

  static carries(value: unknown): value is Instance {
    return typeof value === "object" && value !== null && #mark in value;
  }
}

export function isInstance(value: unknown): value is Instance {
  return Marked.carries(value);
}

export function metaOf(instance: Instance): ModelMeta {
  return (instance.constructor as unknown as { readonly meta: ModelMeta }).meta;
}

/** A column's value on an instance; undefined where it was not fetched or not given. */
export function read(instance: Instance, attribute: string): unknown {
  return Object.hasOwn(instance, attribute)
    ? (instance as unknown as Record<string, unknown>)[attribute]
    : undefined;
}

export function write(instance: Instance, attribute: string, value: unknown): void {
  (instance as unknown as Record<string, unknown>)[attribute] = value;
}

/** The primary key's value: a scalar, or an array for a composite key; undefined while it has none. */
export function keyOf(instance: Instance): unknown {
  const values = metaOf(instance).primaryKey.map(({ attribute }) => read(instance, attribute));
  if (values.length === 1) return values[0] ?? undefined;
  return values.length === 0 || values.some((each) => each == null) ? undefined : values;
}
