import { distance } from "fastest-levenshtein";

/** The name that was probably meant: close for its length, with two letters swapped, or cut short. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.floor((name.length + 2) / 4) + 1;
  for (const candidate of names) {
    const far = apart(name.toLowerCase(), candidate.toLowerCase());
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

function apart(name: string, candidate: string): number {
  if (name.length > 2 && candidate.startsWith(name)) return 0.5;
  if (name.length > 2 && sorted(name) === sorted(candidate)) return Math.min(1, distance(name, candidate));
  return distance(name, candidate);
}

function sorted(name: string): string {
  return [...name].sort().join("");
}

/** `did you mean "title"?`, or the choice there is. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const all = [...names];
  const near = nearest(name, all);
  if (near !== null) return `did you mean "${near}"?`;
  return all.length === 0 ? "there is none" : `there ${all.length === 1 ? "is" : "are"} ${all.join(", ")}`;
}
