import { fate, type Operation } from "../../executor/run/operation.js";
import { noteSaved } from "../../instance/changes.js";
import { stateOf } from "../../instance/instance.js";
import { remember } from "../../instance/undo.js";
import type { ColumnMeta } from "../../meta/column.js";
import type { Instance } from "../../meta/instance-identity.js";

interface Written {
  /** What the database holds now as the instances do: these columns, all of them, or what nobody knows. */
  readonly columns: readonly ColumnMeta[] | "all" | "unknown";
  /** Whether the rows are still to be made; not said where that is as it was. */
  readonly adding?: boolean;
}

/**
 * Notes on instances what was written of them. Where the transaction around is rolled back, it is as before: `save()`
 * makes the row again, and `save({ changed })` writes what the database has forgotten, at a retry for one.
 */
export function* noteWritten(instances: readonly Instance[], { columns, adding }: Written): Operation<void> {
  const [first] = instances;
  if (!first) return;
  const around = yield* fate(stateOf(first).using);
  for (const instance of instances) {
    const state = stateOf(instance);
    if (around) remember(state, around);
    if (adding !== undefined) state.adding = adding;
    if (columns !== "unknown") noteSaved(instance, columns === "all" ? null : columns);
  }
}
