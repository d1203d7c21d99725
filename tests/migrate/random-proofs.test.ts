import fc from "fast-check";
import { expect, inject, onTestFinished, test } from "vitest";
import { applyOperation } from "../../generator/migrate/operations/index.js";
import { parseMigration } from "../../generator/migrate/files/parse.js";
import { printMigration } from "../../generator/migrate/files/print.js";
import type { Step } from "../../generator/migrate/plan/step.js";
import { embeddedShadow } from "../../generator/migrate/shadow/embedded-shadow.js";
import { serverShadow } from "../../generator/migrate/shadow/server-shadow.js";
import { prove } from "../../generator/migrate/shadow/prove.js";
import { proposeOrRefuse, sortedState } from "./pairs/propose.js";
import { editedStates, states } from "./pairs/random-states.js";

/** `ORMGEN_PROOF_RUNS=2000` asks for more of them, `ORMGEN_MIGRATE_SEED` for others. */
const RUNS = Number(process.env["ORMGEN_PROOF_RUNS"] ?? "30");
const SEED = Number(process.env["ORMGEN_MIGRATE_SEED"] ?? "1");

const pairs = fc.oneof(editedStates, fc.tuple(states, states));

test.each([
  ["embedded", RUNS],
  ["server", Math.ceil(RUNS / 5)],
] as const)(
  "on the %s, %i random pairs proved as the command proves them: what is lost is known, what is printed is read again",
  async (where, runs) => {
    const shadow = where === "embedded" ? await embeddedShadow([]) : await serverShadow(inject("serverUrl"));
    onTestFinished(() => shadow.close());
    await fc.assert(
      fc.asyncProperty(pairs, fc.boolean(), fc.boolean(), async ([before, after], first, online) => {
        const proposal = proposeOrRefuse(before, after, first, online);
        if (proposal === null) return;
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
