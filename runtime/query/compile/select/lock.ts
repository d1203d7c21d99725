import { InvalidQuery } from "../../../errors/index.js";
import type { Lock } from "../../state.js";
import type { Builder } from "../builder.js";
import type { Selection } from "./selection.js";

const strengths = { update: "update", noKeyUpdate: "no key update" } as const;
const waits = { wait: "", skipLocked: " skip locked", noWait: " nowait" } as const;

/** Locks the rows that are named: PostgreSQL refuses to lock the far side of an outer join unasked. */
export function lockClause(lock: Lock, builder: Builder, selection: Selection): string {
  const tables = lock.of.map((path) => {
    const alias = path === "self" ? builder.tables.base : selection.aliases.get(path);
    if (alias === undefined) {
      throw new InvalidQuery(
        `selectForUpdate({ of }) names "${path}", which values() does not fetch as a row: name "self", or take values() away`,
      );
    }
    return `"${alias.replaceAll('"', '""')}"`;
  });
  return `for ${strengths[lock.strength]} of ${tables.join(", ")}${waits[lock.wait]}`;
}
