import type { Lock } from "../state.js";
import type { Builder } from "./builder.js";

const strengths = {
  update: "update",
  noKeyUpdate: "no key update",
  share: "share",
  keyShare: "key share",
} as const;
const waits = { wait: "", skipLocked: " skip locked", noWait: " nowait" } as const;

/** Locks the queryset's own rows: PostgreSQL refuses to lock the far side of an outer join. */
export function lockClause(lock: Lock, builder: Builder): string {
  return `for ${strengths[lock.strength]} of "${builder.tables.base.replaceAll('"', '""')}"${waits[lock.wait]}`;
}
