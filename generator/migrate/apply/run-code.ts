import {
  atomic,
  atomicSync,
  executeRaw,
  executeRawSync,
  standingIn,
} from "../../../runtime/executor/index.js";
import { ConnectionLost, TransactionOutcomeUnknown } from "../../../runtime/errors/index.js";
import { batchOf, keyOfBatches } from "../data/batch.js";
import type { Change, DataMigration } from "../data/data-migration.js";
import type { DataSource } from "../data/data-source.js";
import { historicalModels, type HistoricalModel } from "../data/historical-models.js";
import { loadData } from "../data/load-data.js";
import type { ParsedStep } from "../files/parse.js";
import { MigrationError } from "../migration-errors.js";
import { statementsOf } from "../sql/statements.js";
import type { AppliedStep } from "./history.js";
import { finished, type Place } from "./journal.js";
import { lockTimeoutSql, patiently } from "./patiently.js";
import { runBatches } from "./run-batches.js";
import { code, script, type Code, type Task } from "./task.js";

/** What is remembered of a way back that is code. */
export const BACK_BY_CODE = "-- code";

/** What is remembered of a data migration's way back; null where it has none. */
export function wayBackOf(data: DataSource): string | null {
  const { reverse, reverseSync } = loadData(data);
  if (reverse === "nothing") return "";
  return reverse === undefined && reverseSync === undefined ? null : BACK_BY_CODE;
}

/** Runs the code of a data migration: in one transaction, or in one for each batch, in which its place is written down. */
export function* runCode(
  place: Place,
  step: ParsedStep,
  former: AppliedStep | undefined,
  entry: { readonly begun: string; readonly done: string },
  lockTimeout: number,
): Task<void> {
  const { data } = step;
  if (data === undefined) throw new MigrationError(`${place.name}: a step of code has no code`);
  const migration = loadData(data);
  const models = historicalModels(data);
  const run = (batch: object | undefined, journal: string, consequence: string) =>
    attempt(data, consequence, changing(data, place.way, migration, models, batch, journal, lockTimeout));
  if (migration.batches === undefined) {
    const journal = `${finished(place)}\n${entry.begun}\n${entry.done}`;
    return yield* run(undefined, journal, "Nothing of it was applied");
  }
  const key = keyOfBatches(data, migration.batches, models);
  yield* script(entry.begun);
  yield* runBatches(place, step, key, former, (_, journal, bounds) =>
    run(batchOf(key, bounds), journal, "The batches before stay, and `migrate` goes on behind them"),
  );
  yield* script(`${finished(place)}\n${entry.done}`);
}

function* attempt({ name }: DataSource, consequence: string, work: Code): Task<void> {
  yield* patiently(
    `${name}.ts`,
    () => code(work),
    (error) => {
      if (error instanceof ConnectionLost || error instanceof TransactionOutcomeUnknown) return error;
      if (error instanceof MigrationError) return error;
      const reason = error instanceof Error ? error.message : String(error);
      return new MigrationError(`${name}.ts: ${reason}. ${consequence}`, { cause: error });
    },
    consequence,
  );
}

function changing(
  { name }: DataSource,
  way: Place["way"],
  migration: DataMigration,
  models: Readonly<Record<string, HistoricalModel>>,
  batch: object | undefined,
  journal: string,
  lockTimeout: number,
): Code {
  const [change, changeSync] =
    way === "forward"
      ? [migration.forward, migration.forwardSync]
      : [migration.reverse, migration.reverseSync];
  const within = lockTimeoutSql(lockTimeout);
  const notes = statementsOf(journal).map(({ text }) => text);
  return {
    async(using) {
      const run = required(change, name, way, "migrate");
      return standingIn(using, () =>
        atomic(
          async () => {
            await executeRaw(within, [], using);
            await run(models, batch);
            for (const sql of notes) await executeRaw(sql, [], using);
          },
          { using },
        ),
      );
    },
    sync(using) {
      const run = required(changeSync, name, `${way}Sync`, "migrateSync");
      standingIn(using, () =>
        atomicSync(
          () => {
            executeRawSync(within, [], using);
            run(models, batch);
            for (const sql of notes) executeRawSync(sql, [], using);
          },
          { using },
        ),
      );
    },
  };
}

function required<R>(
  change: Change<R> | "nothing" | undefined,
  name: string,
  wanted: string,
  caller: string,
): Change<R> {
  if (typeof change === "function") return change;
  throw new MigrationError(
    `${name}.ts has no \`${wanted}\`, which ${caller} runs: write it. Nothing of it was applied`,
  );
}
