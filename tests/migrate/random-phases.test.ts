import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { Answers, type Answer } from "../../generator/migrate/difference/answers.js";
import { printMigration } from "../../generator/migrate/files/print.js";
import { MigrationError } from "../../generator/migrate/migration-errors.js";
import { planPhased, type PlannedPhases } from "../../generator/migrate/phased/plan-phased.js";
import { embeddedShadow } from "../../generator/migrate/shadow/embedded-shadow.js";
import { prove } from "../../generator/migrate/shadow/prove.js";
import type { DatabaseState } from "../../generator/migrate/state/state.js";
import { answerTo, fillsOf } from "./pairs/random-answers.js";
import { states } from "./pairs/random-states.js";

const RUNS = Number(process.env["ORMGEN_PHASED_RUNS"] ?? "60");
const SEED = Number(process.env["ORMGEN_MIGRATE_SEED"] ?? "1");

type Phases = Extract<PlannedPhases, { kind: "planned" }>;

/** Null where it is a change that is not done in phases. */
function propose(before: DatabaseState, after: DatabaseState, first: boolean): Phases | null {
  const answers: Answer[] = [];
  for (let round = 0; round < 100; round += 1) {
    const input = { before, after, answers: new Answers(answers), fills: fillsOf(after), online: true };
    let planned: PlannedPhases;
    try {
      planned = planPhased(input);
    } catch (error) {
      if (error instanceof MigrationError && error.message.includes("not done in phases yet")) return null;
      throw error;
    }
    if (planned.kind === "planned") return planned;
    answers.push(...planned.questions.slice(0, 1).map((each) => answerTo(each, after, first)));
  }
  throw new Error("the questions have no end");
}

test(`of ${String(RUNS)} random pairs that are changed in phases, either phase leads where it should, and back`, async () => {
  const shadow = await embeddedShadow([]);
  onTestFinished(() => shadow.close());
  let proved = 0;
  await fc.assert(
    fc.asyncProperty(states, states, fc.boolean(), async (before, after, first) => {
      const phases = propose(before, after, first);
      if (phases === null) return;
      proved += 1;
      for (const proposal of [phases.expand, phases.contract]) {
        await prove(shadow, { proposal }).catch((error: unknown) => {
          throw new Error(`${String(error)}\n${printMigration("0002_x", proposal)}`);
        });
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(proved).toBeGreaterThan(RUNS / 4);
}, 600_000);
