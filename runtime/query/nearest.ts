import { closest, distance } from "fastest-levenshtein";

/** The candidate that a typo most likely meant, or null where none is near. */
export function nearest(name: string, candidates: readonly string[]): string | null {
  if (candidates.length === 0 || name.length > 100) return null;
  const best = closest(name, candidates);
  // Two letters that changed places count as two changes.
  const limit = Math.max(name.length > 3 ? 2 : 1, Math.floor(name.length / 3));
  return distance(name, best) <= limit ? best : null;
}
