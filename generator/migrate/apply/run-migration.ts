import type { ParsedMigration, ParsedStep } from "../files/parse.js";
import type { MigrationFile } from "../files/migration-files.js";
import { MigrationDrift, MigrationError } from "../migration-errors.js";
import { parseMigration } from "../files/parse.js";
import { quoteText } from "../ddl/quote.js";
import type { DataSource } from "../data/data-source.js";
import { codeSteps } from "../files/migration-files.js";
import { blockedTables } from "./blocking.js";
import { BACK_BY_CODE, wayBackOf } from "./run-code.js";
import type { AppliedMigration, AppliedStep, History } from "./history.js";
import { lossesIn } from "./losses.js";
import { checkStep, runStep, type StepOptions } from "./run-step.js";
import { hashOfStep } from "./step-hash.js";
import { script, type Task } from "./task.js";

export interface RunOptions extends StepOptions {
  /** Migrations that may lose the data of tables that have rows. */
  readonly allowLoss?: readonly string[] | undefined;
  /** Migrations that may stop who uses a large table. */
  readonly allowBlocking?: readonly string[] | undefined;
  /** Told of each step that is about to be done, in migrations of several. */
  readonly onStep?: ((name: string, step: number, of: number) => void) | undefined;
}

/** Applies a migration, or goes on with one that was begun. */
export function* runForward(file: MigrationFile, history: History, options: RunOptions): Task<void> {
  const begun = upsert(file);
  const steps = history.steps.filter(({ name, way }) => name === file.name && way === "forward");
  const done = `UPDATE ormgen_migrations SET applied_at = now() WHERE name = ${quoteText(file.name)};`;
  if (file.forward.length === 0) return yield* script(`${begun}\n${done}`);
  yield* runSteps(`${file.name}.sql`, file.name, "forward", file.forward, steps, { begun, done }, options);
}

/** Takes a migration back, by what was remembered when it was applied. */
export function* runBackward(
  { name, reverse, finished }: AppliedMigration,
  history: History,
  data: DataSource | null,
  options: RunOptions,
): Task<void> {
  const label = `the way back of ${name}`;
  if (!finished) {
    throw new MigrationError(
      `${name} is not done yet: finish it by \`npx ormgen migrate ${name}\`, then take it back`,
    );
  }
  if (reverse === null) {
    throw new MigrationError(
      `${name} has no way back: its file had no ${data === null ? '"-- reverse"' : "`reverse`"} when it was applied. Nothing of it was changed`,
    );
  }
  const steps = reverseSteps(name, reverse, data);
  const known = history.steps.filter((step) => step.name === name && step.way === "reverse");
  const forget =
    `DELETE FROM ormgen_migration_steps WHERE name = ${quoteText(name)};\n` +
    `DELETE FROM ormgen_migrations WHERE name = ${quoteText(name)};`;
  if (steps.length === 0) return yield* script(forget);
  yield* runSteps(label, name, "reverse", steps, known, { begun: "", done: forget }, options);
}

/** Throws `MigrationError` where the way back is code whose file is gone. */
export function reverseSteps(name: string, reverse: string, data: DataSource | null): readonly ParsedStep[] {
  if (reverse === BACK_BY_CODE) {
    if (data !== null) return codeSteps(data);
    throw new MigrationError(`${name} is taken back by code, and ${name}.ts is missing: restore it`);
  }
  const parsed: ParsedMigration = parseMigration(name, `-- reverse\n${reverse}`);
  return parsed.reverse ?? [];
}

function* runSteps(
  file: string,
  name: string,
  way: "forward" | "reverse",
  steps: readonly ParsedStep[],
  known: readonly AppliedStep[],
  entry: { readonly begun: string; readonly done: string },
  options: RunOptions,
): Task<void> {
  for (const step of steps) checkStep(file, step);
  const byNumber = new Map(known.map((step) => [step.step, step]));
  for (const [at, step] of steps.entries()) {
    const former = byNumber.get(at + 1);
    if (former?.finished === true && former.hash !== hashOfStep(step)) {
      throw new MigrationDrift(
        `Step ${String(at + 1)} of ${name} was done, and its SQL is another one now: restore it; what is behind it may be mended`,
      );
    }
  }
  const open = steps
    .map((step, at) => ({ step, at }))
    .filter(({ at }) => byNumber.get(at + 1)?.finished !== true);
  const left = open.map(({ step }) => step);
  yield* checkLosses(name, left, options.allowLoss ?? []);
  yield* checkBlocking(name, left, options.allowBlocking ?? []);
  for (const { step, at } of open) {
    if (steps.length > 1) options.onStep?.(name, at + 1, steps.length);
    const place = { name, way, step: at + 1, hash: hashOfStep(step) };
    const last = at === steps.length - 1;
    const noted = { begun: entry.begun, done: last ? entry.done : "" };
    yield* runStep(file, place, step, byNumber.get(at + 1), noted, options);
  }
  // A killed run may have done the last step and no more.
  if (open.length === 0) yield* script(`${entry.begun}\n${entry.done}`);
}

function* checkLosses(name: string, steps: readonly ParsedStep[], allowed: readonly string[]): Task<void> {
  if (allowed.includes(name)) return;
  const losses = yield* lossesIn(steps);
  if (losses.length === 0) return;
  throw new MigrationError(
    `${name} loses data: ${losses.join(", ")}, in tables that have rows. Nothing of it was applied: say --allow-loss ${name} if that is meant`,
  );
}

function* checkBlocking(name: string, steps: readonly ParsedStep[], allowed: readonly string[]): Task<void> {
  if (allowed.includes(name)) return;
  const blocked = yield* blockedTables(steps);
  if (blocked.length === 0) return;
  throw new MigrationError(
    `${name} would stop who uses a large table: ${blocked.join("; ")}. Nothing of it was applied: change it in several ` +
      `migrations, or say --allow-blocking ${name}`,
  );
}

function upsert({ name, hash, parents, reverseText: text, data }: MigrationFile): string {
  const reverseText = data === null ? text : wayBackOf(data);
  const list = `ARRAY[${parents.map(quoteText).join(", ")}]::text[]`;
  return (
    `INSERT INTO ormgen_migrations (name, hash, parents, reverse, started_at, tool) VALUES (${quoteText(name)}, ` +
    `${quoteText(hash)}, ${list}, ${reverseText === null ? "NULL" : quoteText(reverseText)}, now(), 'ormgen') ` +
    `ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, parents = excluded.parents, reverse = excluded.reverse;`
  );
}
