import fc from "fast-check";
import { expect, inject, onTestFinished, test } from "vitest";
import { Answers, type Answer } from "../../generator/migrate/difference/answers.js";
import { applyOperation } from "../../generator/migrate/operations/index.js";
import { parseMigration } from "../../generator/migrate/files/parse.js";
import { printMigration } from "../../generator/migrate/files/print.js";
import { planMigration, type Proposal } from "../../generator/migrate/plan/plan-migration.js";
import type { Step } from "../../generator/migrate/plan/step.js";
import { embeddedShadow } from "../../generator/migrate/shadow/embedded-shadow.js";
import { serverShadow } from "../../generator/migrate/shadow/server-shadow.js";
import { prove } from "../../generator/migrate/shadow/prove.js";
import type { DatabaseState } from "../../generator/migrate/state/state.js";
import { answerTo, fillsOf } from "./random-answers.js";
import { states } from "./random-states.js";

/** `ORMGEN_MIGRATE_RUNS=2000` asks for more of them, `ORMGEN_MIGRATE_SEED` for others. */
const RUNS = Number(process.env["ORMGEN_MIGRATE_RUNS"] ?? "200");
const SEED = Number(process.env["ORMGEN_MIGRATE_SEED"] ?? "1");

/** Says to every question what the dice say: the first choice, or the last. */
function propose(before: DatabaseState, after: DatabaseState, first: boolean, online: boolean): Proposal {
  const answers: Answer[] = [];
  for (let round = 0; round < 100; round += 1) {
    const planned = planMigration({
      before,
      after,
      answers: new Answers(answers),
      fills: fillsOf(after),
      online,
    });
    if (planned.kind === "planned") return planned;
    answers.push(...planned.questions.slice(0, 1).map((each) => answerTo(each, after, first)));
  }
  throw new Error("the questions have no end");
}

test.each([
  ["embedded", RUNS],
  ["server", Math.ceil(RUNS / 10)],
] as const)(
  "on the %s, %i random pairs: forward is the models, reverse is before, forward again",
  async (where, runs) => {
    const shadow = where === "embedded" ? await embeddedShadow([]) : await serverShadow(inject("serverUrl"));
    onTestFinished(() => shadow.close());
    await fc.assert(
      fc.asyncProperty(states, states, fc.boolean(), fc.boolean(), async (before, after, first, online) => {
        const proposal = propose(before, after, first, online);
        expect(sortedState(proposal.operations.reduce(applyOperation, before))).toEqual(sortedState(after));
        const proved = await prove(shadow, { proposal }).catch((error: unknown) => {
          throw new Error(`${String(error)}\n${printMigration("0002_x", proposal)}`);
        });
        // What is lost was known before it was seen, and what is printed is read again.
        expect(losesOf(proved.forward)).toEqual(losesOf(proposal.forward));
        expect(losesOf(proved.reverse)).toEqual(losesOf(proposal.reverse));
        const parsed = parseMigration("0002_x", printMigration("0002_x", proved));
        expect(parsed.forward.map(bare)).toEqual(proved.forward.map(bare));
        expect(parsed.reverse?.map(bare)).toEqual(proved.reverse.map(bare));
      }),
      { numRuns: runs, seed: SEED },
    );
  },
  600_000,
);

function losesOf(steps: readonly Step[]): string[] {
  return steps.flatMap(({ loses }) => loses);
}

function bare({ mode, sql, loses, note = "" }: Step): Step {
  return { mode, sql, loses, note };
}

/** Without the order of columns and of what a table owns. */
function sortedState(state: DatabaseState): unknown {
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
