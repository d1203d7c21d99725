import { applyOperation } from "../operations/index.js";
import type { DatabaseState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";
import type { Answers, Question } from "./answers.js";
import { difference } from "./difference.js";
import { matchColumns } from "./match-columns.js";
import { matchEnums } from "./match-enums.js";
import { matchTables } from "./match-tables.js";
import { NO_RENAMES, type Renames } from "./renames.js";

export interface Resolved {
  readonly renames: Renames;
  readonly questions: readonly Question[];
}

/** Finds what only has another name; where that cannot be known, a question, and for now as if it were dropped. */
export function resolve(before: DatabaseState, after: DatabaseState, answers: Answers): Resolved {
  const questions: Question[] = [];
  const tables = matchTables(before, after, answers, questions);
  const moved = aligned(before, after, { ...NO_RENAMES, tables });
  const columns = new Map<string, ReadonlyMap<string, string>>();
  const replaced = new Set<string>();
  for (const table of after.tables) {
    const old = moved.tables.find((each) => tableKey(each) === tableKey(table));
    if (old === undefined) continue;
    const found = matchColumns(old, table, answers, questions);
    if (found.names.size > 0) columns.set(tableKey(table), found.names);
    for (const key of found.replaced) replaced.add(key);
  }
  const named = aligned(before, after, { ...NO_RENAMES, tables, columns });
  const { enums, labels } = matchEnums(named, after, answers, questions);
  return { renames: { tables, columns, enums, labels, replaced }, questions };
}

/** The state behind the renames. */
export function aligned(before: DatabaseState, after: DatabaseState, renames: Renames): DatabaseState {
  return difference(before, after, renames)
    .filter(({ kind }) => ["renameEnum", "renameTable", "renameColumn"].includes(kind))
    .reduce(applyOperation, before);
}
