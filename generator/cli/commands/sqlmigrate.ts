import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import { CommandFailed } from "../failures.js";
import type { Register } from "../register.js";

export function declareSqlmigrate(program: Command, register: Register): void {
  const command = program
    .command("sqlmigrate")
    .description("Print the SQL of a migration")
    .argument("<name>", "the migration: 0001_initial, or 0001")
    .option("--reverse", "the way back alone");
  register(command, sqlmigrate);
}

async function sqlmigrate(
  context: Context,
  [name = ""]: readonly string[],
  { reverse = false }: { readonly reverse?: boolean },
): Promise<Outcome> {
  const { migrations } = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/migration-files.js");
  const { requireMigration } = await import("../../migrate/apply/plan.js");
  const found = requireMigration(readMigrations(migrations), name);
  if (reverse && found.reverseText === null) {
    throw new CommandFailed(`${found.name} has no way back: its file has no "-- reverse"`);
  }
  const sql = reverse ? (found.reverseText ?? "") : found.sql;
  context.terminal.answer(sql.trimEnd());
  return { ok: true, name: found.name, sql };
}
