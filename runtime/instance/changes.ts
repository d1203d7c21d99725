import type { ColumnMeta } from "../meta/column.js";
import { stateOf } from "./instance.js";
import { lastSaved, savedAfter } from "./saved.js";
import { metaOf, read, type Instance } from "../meta/instance-identity.js";

/** The columns whose values are no longer those that the database gave. */
export function changedColumns(instance: Instance): ColumnMeta[] {
  return metaOf(instance).columns.filter((column) => {
    if (column.primaryKey || column.generated || !Object.hasOwn(instance, column.attribute)) return false;
    const value = read(instance, column.attribute);
    // What can be changed in place shows no change: it is written.
    if (typeof value === "object" && value !== null) return true;
    return value !== known(instance, column);
  });
}

/** What the database holds is what the instance holds now, in these columns or in all. */
export function noteSaved(instance: Instance, columns: readonly ColumnMeta[] | null): void {
  const state = stateOf(instance);
  state.saved = savedAfter(state.saved, metaOf(instance), instance, columns);
}

function known(instance: Instance, column: ColumnMeta): unknown {
  const { saved, origin } = stateOf(instance);
  const last = lastSaved(saved, metaOf(instance), column);
  if (last) return last.value;
  if (!origin) return undefined;
  const { plan, row } = origin;
  const at = plan.placed
    ? plan.placed.find((each) => each.name === column.attribute)?.position
    : plan.offset + plan.columns.indexOf(column);
  return at === undefined || at < plan.offset ? undefined : row[at];
}
