import type { Catalogue } from "../catalogue/catalogue.js";
import { compareCatalogues, describeDifference, keyOf } from "../catalogue/compare.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { stateOfCatalogue } from "../catalogue/state-of-catalogue.js";
import { withoutIdentity } from "../catalogue/without-identity.js";
import { migrateTask } from "../apply/migrate.js";
import { runTask, type Connection } from "../apply/task.js";
import { Answers, type Answer, type Question } from "../difference/answers.js";
import { foldMigrations } from "../files/fold.js";
import { headsOf, requireOneHead } from "../files/graph.js";
import { hashOf, readMigrations } from "../files/migration-files.js";
import { printMigration } from "../files/print.js";
import { hashOfState } from "../files/record.js";
import { nextName, writeMigration } from "../make/make-migration.js";
import { MigrationError } from "../migration-errors.js";
import { applyOperation } from "../operations/index.js";
import { planMigration } from "../plan/plan-migration.js";
import type { Step } from "../plan/step.js";
import { aroundHanging } from "../shadow/around-hanging.js";
import { measureSteps, StepRefused, withDefaults } from "../shadow/run-steps.js";
import type { Shadow } from "../shadow/shadow.js";
import { tableKey } from "../state/table-key.js";
import { besideModels } from "./beside-models.js";
import { onShadow, withoutDefaults } from "./drift.js";
import { readLive, replay } from "./replay.js";

export type WrittenDrift =
  | { readonly kind: "written"; readonly name: string; readonly changes: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "questions"; readonly questions: readonly Question[] };

export interface WriteDriftOptions {
  /** What follows the number in the file's name. */
  readonly label: string;
  readonly answers?: readonly Answer[];
  readonly shadowUrl?: string | undefined;
}

/**
 * Writes what a database has otherwise than its migrations make as the next migration, which makes it everywhere else, and
 * notes it as applied here. The database itself is not changed.
 *
 * Throws `MigrationError` where migrations are not applied yet, or where what differs cannot be said by a migration: an
 * index that was not built to its end.
 */
export async function writeDrift(
  connection: Connection,
  folder: string,
  { label, answers = [], shadowUrl }: WriteDriftOptions,
): Promise<WrittenDrift> {
  const files = readMigrations(folder);
  requireOneHead(files);
  const live = await runTask(connection, readLive(files));
  const open = files.filter((file) => !live.files.includes(file)).map(({ name }) => name);
  if (open.length > 0) {
    throw new MigrationError(
      `These are not applied yet: ${open.join(", ")}. Apply them first, by \`npx ormgen migrate\`: what differs is looked for behind them`,
    );
  }
  return onShadow(live, shadowUrl, async (shadow) => {
    const replayed = await runTask(shadow, replay(live));
    const [expected, found] = [withoutDefaults(replayed.expected), withoutDefaults(replayed.found)];
    if (compareCatalogues(found, expected).length === 0) return { kind: "none" };
    const before = foldMigrations(files);
    const printed = { state: before, catalogue: withoutIdentity(expected) };
    const { state } = stateOfCatalogue(found, [printed]);
    const after = { ...state, extensions: before.extensions };
    const given = new Answers(answers);
    const planned = planMigration({ before, after, answers: given, fills: new Map(), online: true });
    if (planned.kind === "questions") return { kind: "questions", questions: planned.questions };
    const known = new Set([
      ...before.tables.map(tableKey),
      ...before.enums.map(({ name }) => keyOf("public", name)),
    ]);
    const there = besideModels(expected, found, known);
    const back = besideModels(found, expected, known);
    const tried = await attempt(async () => ({
      forward: await measured(
        shadow,
        [...step(there.before), ...planned.forward, ...step(there.after)],
        found,
      ),
      reverse: await measured(
        shadow,
        [...step(back.before), ...planned.reverse, ...step(back.after)],
        expected,
      ),
    }));
    const name = nextName(files, label);
    const sql = printMigration(name, tried);
    writeMigration(
      folder,
      name,
      sql,
      {
        ...{ parents: headsOf(files).map((head) => head.name), operations: planned.operations },
        ...{ answers: given.used, byHand: true, sql: hashOf(sql) },
        state: hashOfState(planned.operations.reduce(applyOperation, before)),
      },
      files,
    );
    await runTask(connection, migrateTask(readMigrations(folder), { fake: true }));
    return { kind: "written", name, changes: compareCatalogues(found, expected).map(describeDifference) };
  });
}

function step(statements: readonly string[]): Step[] {
  return statements.length === 0 ? [] : [{ mode: "transaction", sql: statements.join("\n"), loses: [] }];
}

/** Runs steps, which must lead to a catalogue. */
async function measured(shadow: Shadow, steps: readonly Step[], wanted: Catalogue): Promise<Step[]> {
  const done = await measureSteps(shadow, steps, async (each) => (await aroundHanging(shadow, each)).step);
  const differences = compareCatalogues(withoutDefaults(await readCatalogue(withDefaults(shadow))), wanted);
  if (differences.length > 0) {
    throw new MigrationError(
      "These differences cannot be written as a migration, and nothing was written:\n" +
        `${differences.map((each) => `  ${describeDifference(each)}`).join("\n")}\n` +
        "Mend them in the database, or write them by hand (`makemigrations --empty sql`, then `migrate --fake`)",
    );
  }
  return done.map((each) => each.step);
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    throw new MigrationError(
      `What differs cannot be written as a migration, and nothing was written: ${error.message}, in ${error.statement}`,
      { cause: error },
    );
  }
}
