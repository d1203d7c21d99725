import { distance } from "fastest-levenshtein";
import { castBetween } from "../ddl/type-cast.js";
import type { ColumnState, TableState } from "../state/state.js";
import { columnKey, tableKey } from "../state/table-key.js";
import { choice, question, type Answers, type Question } from "./answers.js";

export interface MatchedColumns {
  readonly names: ReadonlyMap<string, string>;
  /** Keys of those that are dropped and added under their name. */
  readonly replaced: readonly string[];
}

/** Columns of a table that have another name now. */
export function matchColumns(
  before: TableState,
  after: TableState,
  answers: Answers,
  questions: Question[],
): MatchedColumns {
  const gone = missing(before, after);
  const fresh = missing(after, before);
  const names = new Map<string, string>();
  const pair = (old: ColumnState, now: ColumnState): void => {
    names.set(old.name, now.name);
    fresh.splice(fresh.indexOf(now), 1);
  };
  const open = gone.filter((old) => {
    const same = fresh.find((now) => now.field === old.field) ?? sameReference(old, before, fresh, after);
    if (same !== undefined) pair(old, same);
    return same === undefined;
  });
  const asked = open.map((old) => ({ old, id: idOf(before, after, old, answers) }));
  const unanswered = asked.filter(({ old, id }) => {
    const answer = answers.find(id);
    const named = answer && "rename" in answer ? answer.rename : null;
    const now = fresh.find(({ field, name }) => field === named || name === named);
    if (now !== undefined) pair(old, now);
    return now === undefined && (answer === undefined || !("drop" in answer));
  });
  for (const { old, id } of unanswered) {
    questions.push(columnQuestion(id, before, old, alike(old, before, fresh, after)));
  }
  return { names, replaced: replacedColumns(before, after, names, answers) };
}

/** The subject as the models call it today, or called it before. */
function idOf(before: TableState, after: TableState, { field }: ColumnState, answers: Answers): string {
  const former = `gone:${before.model}.${field}`;
  return answers.find(former) === undefined ? `gone:${after.model}.${field}` : former;
}

function missing(from: TableState, other: TableState): ColumnState[] {
  const known = new Set(other.columns.map(({ name }) => name));
  return from.columns.filter(({ name }) => !known.has(name));
}

/** In a many-to-many table the columns are called after what they refer to. */
function sameReference(
  old: ColumnState,
  before: TableState,
  fresh: readonly ColumnState[],
  after: TableState,
): ColumnState | undefined {
  if (!after.auto) return undefined;
  const target = referenceOf(old, before);
  return fresh.find((now) => target !== null && referenceOf(now, after) === target);
}

function referenceOf({ name }: ColumnState, { foreignKeys }: TableState): string | null {
  return foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === name)?.table ?? null;
}

function columnQuestion(
  id: string,
  table: TableState,
  { field, type, generated }: ColumnState,
  others: readonly ColumnState[],
): Question {
  const loss = generated === null ? "drop it, with its values" : "drop it";
  return question("column", id, `${table.model}.${field} (${type}) is gone from the models.`, [
    ...others.map((now) => choice(`it is ${now.field} now`, { id, rename: now.field })),
    choice(loss, { id, drop: true }),
  ]);
}

/** Fresh columns that could be the old one, the most alike first. */
function alike(
  old: ColumnState,
  before: TableState,
  fresh: readonly ColumnState[],
  after: TableState,
): ColumnState[] {
  const score = (now: ColumnState): number => {
    const longest = Math.max(old.field.length, now.field.length, 1);
    return (
      (old.type === now.type ? 3 : 0) +
      (old.null === now.null ? 1 : 0) +
      (old.default === now.default ? 1 : 0) +
      (before.columns.indexOf(old) === after.columns.indexOf(now) ? 1 : 0) +
      3 * (1 - distance(old.field, now.field) / longest)
    );
  };
  return fresh
    .filter(
      (now) =>
        isConvertible(old, now) &&
        (old.generated === null) === (now.generated === null) &&
        referenceOf(old, before) === referenceOf(now, after),
    )
    .sort((a, b) => score(b) - score(a));
}

function isConvertible(old: ColumnState, now: ColumnState): boolean {
  return castBetween(old.type, now.type, "").using === null;
}

/** Where no cast leads from type to type, somebody may have said that the column is to begin anew. */
function replacedColumns(
  before: TableState,
  after: TableState,
  names: ReadonlyMap<string, string>,
  answers: Answers,
): string[] {
  return after.columns.flatMap((now) => {
    const old = before.columns.find(({ name }) => (names.get(name) ?? name) === now.name);
    if (old === undefined || old.type === now.type || now.generated !== null) return [];
    const answer = answers.find(`using:${after.model}.${now.field}`);
    return answer !== undefined && "drop" in answer ? [columnKey(tableKey(after), now.name)] : [];
  });
}
