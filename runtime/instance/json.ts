import { isComputed } from "../query/computed.js";
import { isInstance, metaOf, read, type Instance } from "../meta/instance-identity.js";
import { stateOf } from "./instance.js";
import { loadedRelation } from "./lazy.js";

/** What a hidden field shows where a reader may know that it is there; null leaves it out. */
type Hidden = "[hidden]" | null;

/**
 * What is loaded of an instance, as plain data: its columns, its relations, its annotations. Hidden fields are left out,
 * and so is the way back to what it was reached from.
 */
export function plainRow(
  instance: Instance,
  value: (value: unknown) => unknown,
  hidden: Hidden = null,
  above: readonly Instance[] = [],
): Record<string, unknown> {
  const meta = metaOf(instance);
  const plain: Record<string, unknown> = {};
  const own = new Set<string>();
  for (const { attribute, hidden: isHidden } of meta.columns) {
    own.add(attribute);
    const stored = read(instance, attribute);
    if (stored === undefined || isComputed(stored)) continue;
    if (!isHidden) plain[attribute] = value(stored);
    else if (hidden !== null) plain[attribute] = hidden;
  }
  const chain = [...above, instance];
  const row = (each: Instance | null) => each && plainRow(each, value, hidden, chain);
  for (const relation of meta.relations.values()) {
    if (relation.name === null) continue;
    const list = stateOf(instance).lists?.get(relation.queryName);
    const one = relation.many ? undefined : loadedRelation(instance, relation);
    if (list) plain[relation.name] = list.filter((each) => !chain.includes(each)).map(row);
    else if (one !== undefined && !(one && chain.includes(one)) && isLoaded(instance, relation.queryName))
      plain[relation.name] = row(one);
  }
  for (const [name, given] of Object.entries(instance)) {
    if (own.has(name)) continue;
    const rows = Array.isArray(given) && given.every(isInstance);
    plain[name] = rows ? given.map(row) : isInstance(given) ? row(given) : value(given);
  }
  return plain;
}

/** A foreign key that is null is loaded whoever asks: it is told only where somebody has. */
function isLoaded(instance: Instance, name: string): boolean {
  return stateOf(instance).relations?.has(name) === true;
}

/** A value as JSON holds it: a bigint as its digits, bytes as base64. */
export function jsonValue(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, jsonValue(part)]));
}
