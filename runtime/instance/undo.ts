import type { InstanceState } from "./instance-state.js";
import type { Saved } from "./saved.js";

/** What becomes of what was written in a transaction; one that is nested ends as the one around it does. */
export interface Fate {
  /** Rolled back, or of an outcome that nobody knows. */
  readonly undone: boolean;
  /** Committed for good. */
  readonly kept: boolean;
}

/** What an instance was noted as before a transaction wrote of it, and before those around that. */
export interface Undo {
  readonly fate: Fate;
  readonly adding: boolean;
  readonly saved: Saved | null;
  readonly before: Undo | null;
}

/** Remembers what is noted, once a transaction: what is written in it may be rolled back. */
export function remember(state: InstanceState, fate: Fate): void {
  const { adding, saved, undo } = state;
  if (undo?.fate === fate) return;
  const before = undo === null || undo.fate.kept ? null : undo;
  state.undo = { fate, adding, saved, before };
}

/** Where a transaction that wrote of the instance is undone, the instance is noted as it was before; where it is kept, that is forgotten. */
export function takeBack(state: InstanceState): void {
  if (state.undo?.fate.kept === true) {
    state.undo = null;
    return;
  }
  let undone: Undo | null = null;
  for (let each = state.undo; each !== null; each = each.before) if (each.fate.undone) undone = each;
  if (undone === null) return;
  state.adding = undone.adding;
  state.saved = undone.saved;
  state.undo = undone.before;
}
