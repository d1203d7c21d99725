import { findColumn, findTable, requireTable } from "../state/lookup.js";
import type { Operation } from "../operations/operation.js";
import { castBetween } from "../ddl/type-cast.js";
import type { ColumnState, DatabaseState } from "../state/state.js";
import { quoteName } from "../ddl/quote.js";
import { columnKey } from "../state/table-key.js";
import { choice, question, type Answers, type Question } from "./answers.js";

export interface Values {
  /** What existing rows get, as SQL, by column key. */
  readonly fills: ReadonlyMap<string, string>;
  /** How values become the new type's, as SQL, by column key. */
  readonly usings: ReadonlyMap<string, string>;
  readonly questions: readonly Question[];
}

/** What existing rows are to hold where a column must have a value, or has another type. */
export function valuesFor(
  operations: readonly Operation[],
  after: DatabaseState,
  known: ReadonlyMap<string, string>,
  answers: Answers,
): Values {
  const fills = new Map(known);
  const usings = new Map<string, string>();
  const questions: Question[] = [];
  for (const operation of operations) {
    const filled = needsFill(operation, after);
    if (filled !== null) {
      const { subject, key } = filled;
      const id = `fill:${subject}`;
      const answer = answers.find(id);
      if (answer !== undefined && "fill" in answer) fills.set(key, answer.fill);
      else if (!fills.has(key)) questions.push(fillQuestion(id, subject));
    }
    if (operation.kind !== "alterType") continue;
    const { table, column, from, to } = operation;
    const subject = `${requireTable(after, table).model}.${fieldOf(after, table, column)}`;
    const id = `using:${subject}`;
    const answer = answers.find(id);
    if (answer !== undefined && "using" in answer) usings.set(columnKey(table, column), answer.using);
    else {
      const cast = castBetween(from, to, column);
      if (cast.narrow)
        questions.push(typeQuestion(id, subject, from, to, cast.using ?? `${quoteName(column)}::${to}`));
    }
  }
  return { fills, usings, questions };
}

function needsFill(operation: Operation, after: DatabaseState): { subject: string; key: string } | null {
  const at = (table: string, { name, field }: ColumnState) => ({
    subject: `${requireTable(after, table).model}.${field}`,
    key: columnKey(table, name),
  });
  if (
    operation.kind === "addColumn" ||
    operation.kind === "replaceColumn" ||
    operation.kind === "alterGenerated"
  ) {
    const column = operation.kind === "addColumn" ? operation.column : operation.to;
    const { null: nullable, identity, default: value, generated } = column;
    if (nullable || identity !== null || value !== null || generated !== null) return null;
    return at(operation.table, column);
  }
  if (operation.kind !== "alterNull" || operation.to) return null;
  const column = findColumn(findTable(after, operation.table), operation.column);
  return column === undefined || column.identity !== null ? null : at(operation.table, column);
}

function fieldOf(state: DatabaseState, table: string, column: string): string {
  return findColumn(findTable(state, table), column)?.field ?? column;
}

function fillQuestion(id: string, subject: string): Question {
  return question("fill", id, `${subject} must have a value: what do existing rows get?`, [
    { text: "an SQL expression", flag: `--fill ${subject}=…` },
  ]);
}

function typeQuestion(id: string, subject: string, from: string, to: string, using: string): Question {
  return question("using", id, `${subject} goes from ${from} to ${to}, which some values may not survive.`, [
    choice(`convert them by ${using}`, { id, using }),
    choice("drop the column and add it anew", { id, drop: true }),
  ]);
}
