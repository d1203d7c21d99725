import fc from "fast-check";
import { expect, inject, onTestFinished, test } from "vitest";
import { applyOperation } from "../../../generator/migrate/operations/index.js";
import { embeddedShadow } from "../../../generator/migrate/shadow/embedded-shadow.js";
import { serverShadow } from "../../../generator/migrate/shadow/server-shadow.js";
import { proposeOrRefuse, sortedState } from "./propose.js";
import { openQuickly } from "./quickly.js";
import { editedStates, states } from "./random-states.js";

/** `ORMGEN_MIGRATE_RUNS=20000` asks for more of them in each project, `ORMGEN_MIGRATE_SEED` for others. */
const RUNS = Number(process.env["ORMGEN_MIGRATE_RUNS"] ?? "500");
const PLACE = (inject("driver") === "server" ? 2 : 0) + (inject("blocking") ? 1 : 0);
const SEED = Number(process.env["ORMGEN_MIGRATE_SEED"] ?? "1") * 4 + PLACE;

/** Half of the models were edited, half have little to do with what was before. */
const pairs = fc.oneof(editedStates, fc.tuple(states, states));

test("random pairs of states: forward is the models, reverse is before, forward again", async () => {
  const shadow =
    inject("driver") === "embedded" ? await embeddedShadow([]) : await serverShadow(inject("serverUrl"));
  onTestFinished(() => shadow.close());
  const prove = await openQuickly(shadow);
  let proved = 0;
  await fc.assert(
    fc.asyncProperty(pairs, fc.boolean(), fc.boolean(), async ([before, after], first, online) => {
      const proposal =
        proposeOrRefuse(before, after, first, online) ?? proposeOrRefuse(before, after, false, online);
      if (proposal === null) return fc.pre(false);
      expect(sortedState(proposal.operations.reduce(applyOperation, before))).toEqual(sortedState(after));
      await prove(proposal);
      proved += 1;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  console.info(`${String(proved)} random pairs of states proved`);
  expect(proved).toBeGreaterThanOrEqual(RUNS);
}, 3_600_000);
