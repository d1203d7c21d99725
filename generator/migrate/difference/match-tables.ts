import type { DatabaseState, TableState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";
import { isUnmanaged } from "./difference.js";
import { choice, question, type Answers, type Question } from "./answers.js";

/** Tables that have another name now, by their keys. */
export function matchTables(
  before: DatabaseState,
  after: DatabaseState,
  answers: Answers,
  questions: Question[],
): Map<string, string> {
  const gone = missing(before, after).filter((table) => !isUnmanaged(tableKey(table), after));
  const fresh = missing(after, before).filter((table) => !isUnmanaged(tableKey(table), before));
  const renames = new Map<string, string>();
  const pair = (old: TableState, now: TableState): void => {
    renames.set(tableKey(old), tableKey(now));
    gone.splice(gone.indexOf(old), 1);
    fresh.splice(fresh.indexOf(now), 1);
  };
  for (const old of [...gone]) {
    const same = fresh.find(({ model }) => model === old.model);
    if (same !== undefined) pair(old, same);
  }
  const dropped: TableState[] = [];
  for (const old of gone.filter(({ auto }) => !auto)) {
    const id = `gone:${old.model}`;
    const answer = answers.find(id);
    const named = answer && "rename" in answer ? answer.rename : null;
    const now = fresh.find(({ model, name, auto }) => !auto && (model === named || name === named));
    if (now !== undefined) {
      pair(old, now);
      continue;
    }
    dropped.push(old);
    if (answer !== undefined && "drop" in answer) continue;
    questions.push(tableQuestion(id, old, alike(old, fresh)));
  }
  for (const old of gone.filter(({ auto }) => auto)) {
    const now = fresh.find((each) => each.auto && joins(old, renames) === joins(each, new Map()));
    const isBetweenKept = !old.foreignKeys.some(({ table }) =>
      dropped.some((each) => tableKey(each) === table),
    );
    if (now !== undefined) pair(old, now);
    else if (isBetweenKept) {
      const id = `gone:${fieldOf(old, before)}`;
      const answer = answers.find(id);
      if (answer === undefined || !("drop" in answer)) questions.push(tableQuestion(id, old, []));
    }
  }
  return renames;
}

function missing(from: DatabaseState, other: DatabaseState): TableState[] {
  const known = new Set(other.tables.map(tableKey));
  return from.tables.filter((table) => !known.has(tableKey(table)));
}

function tableQuestion(id: string, { model, name }: TableState, others: readonly TableState[]): Question {
  return question("table", id, `${model} (table ${name}) is gone from the models.`, [
    ...others.map((other) => choice(`it is ${other.model} now`, { id, rename: other.model })),
    choice("drop it, with all of its rows", { id, drop: true }),
  ]);
}

/** `Book.tags`, of the model `Book_tags` that was made for it. */
function fieldOf({ model }: TableState, { tables }: DatabaseState): string {
  const owner = tables.find((table) => !table.auto && model.startsWith(`${table.model}_`));
  return owner === undefined ? model : `${owner.model}.${model.slice(owner.model.length + 1)}`;
}

const SHARE = 0.5;

/** Tables that share half of their columns, one of another type counting half, the most alike first. */
function alike(old: TableState, fresh: readonly TableState[]): TableState[] {
  const share = ({ columns }: TableState): number => {
    const alike = columns.map(({ name, type }) => {
      const same = old.columns.find((each) => each.name === name);
      return same === undefined ? 0 : same.type === type ? 1 : 0.5;
    });
    return (
      alike.reduce<number>((sum, each) => sum + each, 0) / Math.max(columns.length, old.columns.length, 1)
    );
  };
  return fresh.filter((table) => !table.auto && share(table) >= SHARE).sort((a, b) => share(b) - share(a));
}

/** What a many-to-many table joins, in the names of afterwards. */
function joins({ foreignKeys }: TableState, renames: ReadonlyMap<string, string>): string {
  return JSON.stringify(foreignKeys.map(({ table }) => renames.get(table) ?? table).sort());
}
