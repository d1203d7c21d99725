import { enumOf } from "../state/lookup.js";
import type { DatabaseState, EnumState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";
import { choice, question, type Answers, type Question } from "./answers.js";
import type { LabelFates } from "./renames.js";

export interface MatchedEnums {
  readonly enums: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, LabelFates>;
}

/** Enum types that have another name now, and what becomes of labels that went. */
export function matchEnums(
  before: DatabaseState,
  after: DatabaseState,
  answers: Answers,
  questions: Question[],
): MatchedEnums {
  const enums = new Map<string, string>();
  const labels = new Map<string, LabelFates>();
  for (const old of before.enums) {
    const now = nowOf(old, before, after, answers);
    if (now === undefined) continue;
    if (now.name !== old.name) enums.set(old.name, now.name);
    const fates = fatesOf(old, now, answers, questions);
    if (fates.renamed.length + fates.mapped.length > 0) labels.set(now.name, fates);
  }
  return { enums, labels };
}

function nowOf(
  old: EnumState,
  before: DatabaseState,
  after: DatabaseState,
  answers: Answers,
): EnumState | undefined {
  const same = after.enums.find(({ name }) => name === old.name);
  if (same !== undefined) return same;
  const fresh = after.enums.filter(({ name }) => !before.enums.some((each) => each.name === name));
  const answer = answers.find(`gone:enum:${old.name}`);
  if (answer !== undefined) return fresh.find(({ name }) => "rename" in answer && name === answer.rename);
  return fresh.find((now) => isSameType(old, now, before, after));
}

/** The columns of the one have the other now, and no label went. */
function isSameType(old: EnumState, now: EnumState, before: DatabaseState, after: DatabaseState): boolean {
  const used = columnsWith(old, before);
  const using = columnsWith(now, after);
  return used.some((key) => using.includes(key)) && old.labels.every((label) => now.labels.includes(label));
}

function columnsWith({ name }: EnumState, state: DatabaseState): string[] {
  return state.tables.flatMap((table) =>
    table.columns
      .filter((column) => enumOf(state, column)?.name === name)
      .map((column) => `${tableKey(table)} ${column.name}`),
  );
}

function fatesOf(old: EnumState, now: EnumState, answers: Answers, questions: Question[]): LabelFates {
  const renamed: (readonly [string, string])[] = [];
  const mapped: (readonly [string, string])[] = [];
  const fresh = now.labels.filter((label) => !old.labels.includes(label));
  for (const label of old.labels) {
    if (now.labels.includes(label)) continue;
    const id = `gone:enum:${old.name}.${label}`;
    const answer = answers.find(id);
    if (answer !== undefined && "rename" in answer && fresh.includes(answer.rename)) {
      renamed.push([label, answer.rename]);
      fresh.splice(fresh.indexOf(answer.rename), 1);
    } else if (answer !== undefined && "map" in answer && now.labels.includes(answer.map)) {
      mapped.push([label, answer.map]);
    } else if (answer === undefined || !("drop" in answer)) {
      questions.push(labelQuestion(id, old, label, [...fresh], now.labels));
    }
  }
  return { renamed, mapped };
}

function labelQuestion(
  id: string,
  { name, labels: labelsBefore }: EnumState,
  label: string,
  fresh: readonly string[],
  labels: readonly string[],
): Question {
  return question(
    "label",
    id,
    `The label ${JSON.stringify(label)} of enum ${name} is gone from the models.`,
    [
      ...fresh.map((other) => choice(`it is ${JSON.stringify(other)} now`, { id, rename: other })),
      ...labels
        .filter((other) => labelsBefore.includes(other))
        .map((other) => choice(`rows that hold it get ${JSON.stringify(other)}`, { id, map: other })),
      choice("no row holds it", { id, drop: true }),
    ],
  );
}
