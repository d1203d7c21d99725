import { InvalidLookup } from "../../errors/index.js";
import type { Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { comparisons, isnotnull } from "./comparison.js";
import { containers } from "./container.js";
import type { Lookup, Transform } from "./lookup.js";
import { patterns } from "./pattern.js";
import { ranges } from "./range.js";
import { transforms } from "./transforms.js";

const lookups: Lookup[] = [...ranges, ...containers, ...comparisons, ...patterns];

/** Adds a lookup of a user's; one of ormgen's own, or one that stands already, is not replaced. */
export function addLookup(lookup: Lookup): void {
  if (
    lookups.some(({ name }) => name === lookup.name) ||
    transforms.some(({ name }) => name === lookup.name)
  ) {
    throw new InvalidLookup(`there is a lookup '${lookup.name}' already`);
  }
  lookups.push(lookup);
}

/** The lookup of this name for an operand, or undefined. `isnotnull` is no name of a user's. */
export function findLookup(name: string, codec: Codec): Lookup | undefined {
  const kind = kindOf(codec);
  return lookups.find(
    (lookup) => lookup.name === name && lookup !== isnotnull && (lookup.kinds?.includes(kind) ?? true),
  );
}

export function findTransform(name: string, codec: Codec): Transform | undefined {
  const kind = kindOf(codec);
  return transforms.find((transform) => transform.name === name && transform.kinds.includes(kind));
}

/** The lookup that a node names: the node was made from one that stood here. */
export function requireLookup(name: string, codec: Codec | null): Lookup {
  if (name === "isnotnull") return isnotnull;
  const lookup =
    codec === null
      ? [...comparisons, ...patterns].find((each) => each.name === name)
      : findLookup(name, codec);
  if (!lookup) throw new TypeError(`no lookup "${name}"`);
  return lookup;
}

/** Names of the lookups and transforms that fit, for messages. */
export function lookupNames(codec: Codec): string[] {
  const kind = kindOf(codec);
  const own = lookups.filter((lookup) => lookup !== isnotnull && (lookup.kinds?.includes(kind) ?? true));
  return [...own, ...transforms.filter((transform) => transform.kinds.includes(kind))].map(
    ({ name }) => name,
  );
}
