import { InvalidLookup } from "../../errors/index.js";
import type { Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";
import { comparisons, isnotnull, jsonnull } from "./comparison.js";
import { containers } from "./container.js";
import type { Lookup, Transform } from "./lookup.js";
import { numberTransforms } from "./number-transforms.js";
import { patterns } from "./pattern.js";
import { ranges } from "./range.js";
import { rows } from "./rows.js";
import { searches } from "./search.js";
import { textTransforms } from "./text-transforms.js";
import { trigrams } from "./trigram.js";
import { transforms as builtIn } from "./transforms.js";

/** What a value makes of another lookup: no keyword names them. */
const unnamed: readonly Lookup[] = [isnotnull, jsonnull];
const lookups: Lookup[] = [
  ...[...rows, ...ranges, ...containers, ...searches, ...comparisons, ...patterns, ...trigrams],
];
const transforms: Transform[] = [...builtIn, ...textTransforms, ...numberTransforms];

/** Adds a lookup of a user's; one of ormgen's own, or one that stands already, is not replaced. */
export function addLookup(lookup: Lookup): void {
  refuseTaken(lookup.name, "lookup");
  lookups.push(lookup);
}

/** Adds a transform of a user's. */
export function addTransform(transform: Transform): void {
  refuseTaken(transform.name, "transform");
  transforms.push(transform);
}

function refuseTaken(name: string, what: "lookup" | "transform"): void {
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name))
    throw new InvalidLookup(`'${name}' cannot name a ${what}: use lower-case words joined by one '_'`);
  const taken = [
    ["lookup", lookups],
    ["transform", transforms],
  ] as const;
  for (const [kind, list] of taken) {
    if (list.some((each) => each.name === name))
      throw new InvalidLookup(`there is a ${kind} '${name}' already`);
  }
}

/** The lookup of this name for an operand, or undefined. */
export function findLookup(name: string, codec: Codec): Lookup | undefined {
  const kind = kindOf(codec);
  return lookups.find(
    (lookup) => lookup.name === name && !unnamed.includes(lookup) && (lookup.kinds?.includes(kind) ?? true),
  );
}

export function findTransform(name: string, codec: Codec): Transform | undefined {
  const kind = kindOf(codec);
  return transforms.find((transform) => transform.name === name && transform.kinds.includes(kind));
}

/** Whether a transform stands on both sides of a condition. */
export function isBilateral(name: string): boolean {
  return transforms.some((transform) => transform.name === name && transform.bilateral === true);
}

/** The lookup that a node names: the node was made from one that stood here. */
export function requireLookup(name: string, codec: Codec | null): Lookup {
  const lookup =
    unnamed.find((each) => each.name === name) ??
    (codec === null
      ? [...comparisons, ...patterns].find((each) => each.name === name)
      : findLookup(name, codec));
  if (!lookup) throw new TypeError(`no lookup "${name}"`);
  return lookup;
}

/** Names of the lookups and transforms that fit, for messages. */
export function lookupNames(codec: Codec): string[] {
  const kind = kindOf(codec);
  const own = lookups.filter((lookup) => !unnamed.includes(lookup) && (lookup.kinds?.includes(kind) ?? true));
  return [...own, ...transforms.filter((transform) => transform.kinds.includes(kind))].map(
    ({ name }) => name,
  );
}
