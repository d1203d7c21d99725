import { relative } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Settings } from "../../config/settings.js";
import type { Migrated, MigrateOptions } from "../../migrate/apply/migrate.js";
import type { MigrationDatabase } from "../../migrate/connect/database.js";
import type { MigrationFile } from "../../migrate/files/migration-files.js";
import type { Context, Outcome } from "../context.js";
import { CommandFailed, UsageError } from "../failures.js";
import { indented } from "../other-migrations.js";
import { pendingModelChanges } from "../pending-model-changes.js";
import { count } from "../print-diagnostics.js";
import { readSchema } from "../read-schema.js";
import { several, type Register } from "../register.js";
import { withDatabase } from "../with-database.js";

interface Options {
  readonly plan?: boolean;
  readonly expand?: boolean;
  readonly contract?: boolean;
  readonly fake?: boolean;
  readonly fakeInitial?: boolean;
  readonly backToFiles?: boolean;
  readonly retryStep?: boolean;
  readonly skipStep?: boolean;
  readonly lockTimeout?: number;
  readonly allowLoss?: readonly string[];
  readonly allowBlocking?: readonly string[];
}

export function declareMigrate(program: Command, register: Register): void {
  const command = program
    .command("migrate")
    .description("Apply the migrations to the database, or take them back")
    .argument("[target]", 'the last migration to be applied, or "zero" (default: all)')
    .option("--plan", "list what would be done, and do nothing")
    .option("--expand", "stop before the first that takes away what old programs need")
    .option("--contract", "take it away too: no old program runs any more")
    .option("--fake", "note it as done, and do nothing")
    .option("--fake-initial", "note first migrations as applied where their tables are there")
    .option("--allow-loss <name>", "the migration may lose data of tables that have rows", several)
    .option("--allow-blocking <name>", "the migration may stop who uses a large table", several)
    .option(
      "--lock-timeout <seconds>",
      "how long a step waits for a lock before it tries again (default: 2)",
      seconds,
    )
    .option("--back-to-files", "take back what is applied and has no file here")
    .option("--retry-step", "run a statement again of which nobody knows whether it was done")
    .option("--skip-step", "take such a statement for done");
  register(command, migrate);
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It takes a number of seconds.");
  return value;
}

async function migrate(
  context: Context,
  [target]: readonly (string | undefined)[],
  options: Options,
): Promise<Outcome> {
  if (options.retryStep === true && options.skipStep === true) {
    throw new UsageError("--retry-step and --skip-step exclude each other");
  }
  if (options.expand === true && options.contract === true)
    throw new UsageError("--expand and --contract exclude each other");
  if (options.backToFiles === true && target !== undefined) {
    throw new UsageError("--back-to-files takes no target: it goes back to what there are files for");
  }
  const settings = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/files/migration-files.js");
  const files = readMigrations(settings.migrations);
  if (files.length === 0 && options.backToFiles !== true) {
    const folder = relative(settings.root, settings.migrations) || ".";
    throw new CommandFailed(`There are no migrations in ${folder}: run \`npx ormgen makemigrations\` first`);
  }
  const { requireMigration } = await import("../../migrate/apply/plan.js");
  const known = [...(options.allowLoss ?? []), ...(options.allowBlocking ?? [])];
  if (options.backToFiles !== true) for (const name of known) requireMigration(files, name);
  const done = await withDatabase(context, settings, (database) =>
    apply(context, database, files, target, options),
  );
  if (options.plan === true || target !== undefined || options.backToFiles === true) return done;
  const changes = await unmadeChanges(settings);
  if (changes.length > 0) {
    context.terminal.info(
      `The models are ahead of the migrations: run \`npx ormgen makemigrations\`\n${indented(changes)}`,
    );
  }
  return { ...done, changes };
}

/** What the models have and no migration makes; nothing where there are no models here, or such with mistakes. */
async function unmadeChanges(settings: Settings): Promise<readonly string[]> {
  try {
    const { schema } = await readSchema(settings);
    return schema === null ? [] : await pendingModelChanges(schema, settings);
  } catch {
    // Where migrations are applied, models need not be.
    return [];
  }
}

async function apply(
  { terminal, signal }: Context,
  database: MigrationDatabase,
  files: readonly MigrationFile[],
  target: string | undefined,
  options: Options,
): Promise<Outcome> {
  const { migrateTask } = await import("../../migrate/apply/migrate.js");
  const { planTask } = await import("../../migrate/apply/show-plan.js");
  const { isUnrecorded } = await import("../../migrate/make/edited-migrations.js");
  const { findMigration } = await import("../../migrate/apply/plan.js");
  const { runTask } = await import("../../migrate/apply/task.js");
  const { lockTimeout, backToFiles, fake, fakeInitial } = options;
  const whole = (names: readonly string[] = []) =>
    names.map((name) => findMigration(files, name)?.name ?? name);
  const phase = options.expand === true ? "expand" : options.contract === true ? "contract" : undefined;
  const where = { target, backToFiles, phase } as const;
  const plan = await database.session((connection) => runTask(connection, planTask(files, where), signal));
  const names = plan.forward.map(({ name }) => name);
  if (plan.waiting !== null) {
    terminal.info(
      `${plan.waiting} waits until no old program runs: \`npx ormgen migrate --contract\` applies it then`,
    );
  }
  const again =
    options.retryStep === true ? "--retry-step" : options.skipStep === true ? "--skip-step" : null;
  if (again !== null && !plan.isOpen) {
    terminal.info(`${again} has nothing to do: no statement was begun and left open`);
  }
  const edited = plan.forward.filter(isUnrecorded).map(({ name }) => name);
  if (edited.length > 0) {
    terminal.error(
      `${terminal.colors.yellow("!")} The SQL is not what was recorded, and not proved: ${edited.join(", ")}. ` +
        "`npx ormgen makemigrations --record` looks what it does; restore it if nobody meant to edit it",
    );
  }
  if (options.plan === true) {
    terminal.answer(plan.lines.length === 0 ? "Nothing to apply" : plan.lines.join("\n"));
    return {
      ok: true,
      applied: [],
      plan: names,
      reverse: plan.back.map(({ name }) => name),
      steps: plan.steps,
    };
  }
  if (plan.lines.length === 0) {
    if (plan.waiting === null) terminal.info("Nothing to apply: the database is up to date");
    return { ok: true, applied: [], reversed: [] };
  }
  const { green, dim } = terminal.colors;
  const migrating: MigrateOptions = {
    ...{ ...where, fake, fakeInitial },
    ...{ allowLoss: whole(options.allowLoss), allowBlocking: whole(options.allowBlocking) },
    lockTimeout: lockTimeout === undefined ? undefined : Math.round(lockTimeout * 1000),
    unknown: options.retryStep === true ? "retry" : options.skipStep === true ? "skip" : undefined,
    onStep: (name, step, of) => terminal.info(dim(`  ${name}: step ${String(step)} of ${String(of)}`)),
    onApplied: (name, way) => {
      const note = way === "reverse" ? " taken back" : way === "fake" ? " noted, not run" : "";
      terminal.info(`${green("✓")} ${name}${note}`);
    },
  };
  const total = names.length + plan.back.length;
  const run = (): Promise<Migrated> =>
    database.session((connection) => runTask(connection, migrateTask(files, migrating), signal));
  const { applied, reversed } = await terminal
    .progress(`Applying ${count(total, "migration")}`, run)
    .catch((error: unknown) => {
      if (signal.aborted)
        terminal.error(
          "Stopped: the steps that were done are kept, and `npx ormgen migrate` goes on behind them",
        );
      throw error;
    });
  const others = total - applied.length - reversed.length;
  if (others > 0) terminal.info(`${count(others, "migration")} applied by another process meanwhile`);
  return { ok: true, applied, reversed };
}
