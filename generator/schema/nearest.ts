import { distance } from "fastest-levenshtein";

/** The name that was probably meant: close for its length, letters' case aside. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const far = distance(name.toLowerCase(), candidate.toLowerCase());
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** `did you mean "title"?`, or the choice there is. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const all = [...names];
  const near = nearest(name, all);
  if (near !== null) return `did you mean "${near}"?`;
  return all.length === 0 ? "there is none" : `there are ${all.join(", ")}`;
}
