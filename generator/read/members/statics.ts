import { nearest } from "../../schema/naming/nearest.js";

/** The static properties of a model that say what it is; any other goes to the client as it stands. */
const STATICS = ["options", "queryset", "manager", "managers", "hooks"] as const;
export type Static = (typeof STATICS)[number];

/** What Django calls them. */
const ELSEWHERE: ReadonlyMap<string, Static> = new Map([
  ["Meta", "options"],
  ["meta", "options"],
  ["objects", "manager"],
]);

export function staticNamed(name: string): Static | null {
  return STATICS.find((each) => each === name) ?? null;
}

/** The one that was probably meant: under a name that is nearly right it would say nothing. */
export function staticMeant(name: string): Static | null {
  const elsewhere = ELSEWHERE.get(name);
  if (elsewhere) return elsewhere;
  const near = nearest(name, STATICS);
  // `static query` is a name of one's own; `static option` is none.
  return near !== null && near.length - name.length <= 2 ? staticNamed(near) : null;
}
