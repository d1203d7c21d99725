import type { Answer, Question } from "../../../generator/migrate/difference/answers.js";
import type { DatabaseState } from "../../../generator/migrate/state/state.js";
import { columnKey, tableKey } from "../../../generator/migrate/state/table-key.js";

/** What models would give some of the columns by a default of their own. */
export function fillsOf({ tables }: DatabaseState): Map<string, string> {
  const values: Readonly<Record<string, string>> = { integer: "7", uuid: "gen_random_uuid()", text: "'x'" };
  return new Map(
    tables.flatMap((table) =>
      table.columns.flatMap(({ name, type }) => {
        const value = values[type];
        return value === undefined ? [] : [[columnKey(tableKey(table), name), value] as const];
      }),
    ),
  );
}

/** The first choice, or the last; a value that fits, where one has to be given. */
export function answerTo({ id, choices, kind }: Question, after: DatabaseState, first: boolean): Answer {
  const choice = first ? choices[0] : choices.at(-1);
  if (choice?.answer !== undefined) return choice.answer;
  if (kind !== "fill") throw new Error(`no choice for ${id}`);
  const subject = id.slice("fill:".length);
  const column = after.tables
    .flatMap((table) => table.columns.map((each) => ({ each, subject: `${table.model}.${each.field}` })))
    .find((each) => each.subject === subject)?.each;
  const type = column?.type ?? "text";
  const value = /^(?:text|varchar)/.test(type) && !type.endsWith("]") ? "''" : `NULL::${type}`;
  return { id, fill: value };
}
