import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import type { Register } from "../register.js";

export function declareSqlmigrate(program: Command, register: Register): void {
  const command = program
    .command("sqlmigrate")
    .description("Print the SQL of a migration")
    .argument("<name>", "the migration: 0001_initial, or 0001");
  register(command, sqlmigrate);
}

async function sqlmigrate(context: Context, [name = ""]: readonly string[]): Promise<Outcome> {
  const { migrations } = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/migration-files.js");
  const { requireMigration } = await import("../../migrate/plan-migration.js");
  const found = requireMigration(readMigrations(migrations), name);
  context.terminal.answer(found.sql.trimEnd());
  return { ok: true, name: found.name, sql: found.sql };
}
