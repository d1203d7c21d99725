import { InvalidQuery } from "../../../errors/index.js";
import type { Lock, QueryState } from "../../state.js";
import type { Builder } from "../builder.js";
import type { Selection } from "./selection.js";

const strengths = { update: "update", noKeyUpdate: "no key update" } as const;
const waits = { wait: "", skipLocked: " skip locked", noWait: " nowait" } as const;

/**
 * Locks the rows that are named: PostgreSQL refuses to lock the far side of an outer join unasked.
 * https://www.postgresql.org/docs/current/sql-select.html#SQL-FOR-UPDATE-SHARE
 */
export function lockClause(state: QueryState, lock: Lock, builder: Builder, selection: Selection): string {
  refuseMade(state, builder);
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

/** What cannot be locked where rows are told by a window. */
export const OF_WINDOW = "that a window is asked of";

/** What is made of rows is no row that could be locked. */
function refuseMade(state: QueryState, builder: Builder): void {
  const windowed = [...builder.annotations.values()].some((each) => each.window && each.selected);
  const made = state.distinct
    ? "of distinct()"
    : state.groupBy !== null
      ? "of groups"
      : windowed
        ? OF_WINDOW
        : null;
  if (made !== null) throw unlockable(state, made);
}

export function unlockable({ model }: QueryState, made: string): InvalidQuery {
  return new InvalidQuery(
    `${model.name}: PostgreSQL cannot lock rows ${made}: select their keys first, and lock what has these`,
  );
}
