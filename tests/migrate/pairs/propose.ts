import { Answers, type Answer } from "../../../generator/migrate/difference/answers.js";
import { planMigration, type Proposal } from "../../../generator/migrate/plan/plan-migration.js";
import type { DatabaseState } from "../../../generator/migrate/state/state.js";
import { answerTo, fillsOf } from "./random-answers.js";

/** Says to every question the first choice, or the last. */
export function propose(
  before: DatabaseState,
  after: DatabaseState,
  first: boolean,
  online: boolean,
): Proposal {
  const answers: Answer[] = [];
  for (let round = 0; round < 100; round += 1) {
    const input = { before, after, answers: new Answers(answers), fills: fillsOf(after), online };
    const planned = planMigration(input);
    if (planned.kind === "planned") return planned;
    answers.push(...planned.questions.slice(0, 1).map((each) => answerTo(each, after, first)));
  }
  throw new Error("the questions have no end");
}

/** Null where a table is to be partitioned that was not: the planner says how to do that by hand. */
export function proposeOrRefuse(...input: Parameters<typeof propose>): Proposal | null {
  try {
    return propose(...input);
  } catch (error) {
    if (error instanceof Error && error.message.includes("PostgreSQL cannot change that of a table"))
      return null;
    throw error;
  }
}

/** Without the order of columns and of what a table owns. */
export function sortedState(state: DatabaseState): unknown {
  const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
    [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ...state,
    tables: byName(state.tables).map((table) => ({
      ...table,
      columns: byName(table.columns),
      uniques: byName(table.uniques),
      checks: byName(table.checks),
      foreignKeys: byName(table.foreignKeys),
      indexes: byName(table.indexes),
      excludes: byName(table.excludes ?? []),
    })),
  };
}
