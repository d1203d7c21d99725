import { closest, distance } from "fastest-levenshtein";

/** The candidate that a typo most likely meant, or null where none is near. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0 || name.length > 100) return null;
  const best = closest(name, candidates);
  return distance(name, best) <= Math.max(1, Math.floor(name.length / 3)) ? best : null;
}
