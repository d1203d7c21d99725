import { surelyHarmless } from "../../driver/harmless-sql.js";

const foreign = new WeakSet<readonly string[]>();

/** Text of a user's: a query that has it may do to its session what ormgen's own never does. */
export function markForeign(fragments: string[]): string[] {
  if (!surelyHarmless(fragments)) foreign.add(fragments);
  return fragments;
}

export function isForeign(fragments: readonly string[]): boolean {
  return foreign.has(fragments);
}
