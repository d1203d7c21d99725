import { relative } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { MigrationDatabase } from "../../migrate/database.js";
import type { MigrationFile } from "../../migrate/migration-files.js";
import type { Context, Outcome } from "../context.js";
import { CommandFailed } from "../failures.js";
import { count } from "../print-diagnostics.js";
import type { Register } from "../register.js";
import { withDatabase } from "../with-database.js";

export function declareMigrate(program: Command, register: Register): void {
  const command = program
    .command("migrate")
    .description("Apply the migrations to the database")
    .argument("[target]", "the last migration to apply (default: all)")
    .option("--plan", "list what would be applied, and apply nothing");
  register(command, migrate);
}

async function migrate(
  context: Context,
  [target]: readonly (string | undefined)[],
  { plan = false }: { readonly plan?: boolean },
): Promise<Outcome> {
  const settings = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/migration-files.js");
  const files = readMigrations(settings.migrations);
  if (files.length === 0) {
    const folder = relative(settings.root, settings.migrations) || ".";
    throw new CommandFailed(`There are no migrations in ${folder}: run \`npx ormgen makemigrations\` first`);
  }
  return withDatabase(context, settings, (database) => apply(context, database, files, target, plan));
}

async function apply(
  { terminal, signal }: Context,
  database: MigrationDatabase,
  files: readonly MigrationFile[],
  target: string | undefined,
  plan: boolean,
): Promise<Outcome> {
  const { pendingMigrations, requireMigration } = await import("../../migrate/plan-migration.js");
  const { checkDrift, readHistory } = await import("../../migrate/history.js");
  const { applyMigrations } = await import("../../migrate/apply.js");
  const last = target === undefined ? undefined : requireMigration(files, target);
  const history = await readHistory(database);
  checkDrift(files, history);
  const pending = pendingMigrations(files, history, last);
  const names = pending.map(({ name }) => name);
  if (plan) {
    terminal.answer(
      names.length === 0
        ? "Nothing to apply"
        : `To be applied:\n${names.map((name) => `  ${name}`).join("\n")}`,
    );
    return { ok: true, applied: [], plan: names };
  }
  if (pending.length === 0) {
    terminal.info("Nothing to apply: the database is up to date");
    return { ok: true, applied: [] };
  }
  const applied = await terminal.progress(`Applying ${count(pending.length, "migration")}`, () =>
    applyMigrations(database, files, pending, {
      signal,
      onApplied: (name) => terminal.info(`${terminal.colors.green("✓")} ${name}`),
    }),
  );
  if (applied.length < pending.length) {
    terminal.info(
      `${count(pending.length - applied.length, "migration")} applied by another process meanwhile`,
    );
  }
  return { ok: true, applied };
}
