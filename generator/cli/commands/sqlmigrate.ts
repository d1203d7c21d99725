import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import { CommandFailed } from "../failures.js";
import type { Register } from "../register.js";

export function declareSqlmigrate(program: Command, register: Register): void {
  const command = program
    .command("sqlmigrate")
    .description("Print the SQL of a migration, or its code")
    .argument("<name>", "the migration: 0001_initial, or 0001")
    .option("--reverse", "the way back alone")
    .option("--locks", "each statement with what it locks, measured on a database in memory");
  register(command, sqlmigrate);
}

async function sqlmigrate(
  context: Context,
  [name = ""]: readonly string[],
  { reverse = false, locks = false }: { readonly reverse?: boolean; readonly locks?: boolean },
): Promise<Outcome> {
  const { migrations } = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/files/migration-files.js");
  const { requireMigration } = await import("../../migrate/apply/plan.js");
  const files = readMigrations(migrations);
  const found = requireMigration(files, name);
  if (found.data !== null) {
    if (reverse || locks)
      throw new CommandFailed(`${found.name} is code, not SQL: without --reverse and --locks it is printed`);
    context.terminal.answer(found.sql.trimEnd());
    return { ok: true, name: found.name, code: found.sql };
  }
  if (reverse && found.reverseText === null) {
    throw new CommandFailed(`${found.name} has no way back: its file has no "-- reverse"`);
  }
  if (locks) {
    const { locksOf } = await import("../../migrate/prove/locks-of.js");
    const { terminal } = context;
    const statements = await terminal.progress("Measuring", () =>
      locksOf(files, found, reverse ? "reverse" : "forward"),
    );
    for (const { sql, note } of statements)
      terminal.answer(`-- ${note === "" ? "stops nobody" : note}\n${sql};`);
    return { ok: true, name: found.name, statements };
  }
  const sql = reverse ? (found.reverseText ?? "") : found.sql;
  context.terminal.answer(sql.trimEnd());
  return { ok: true, name: found.name, sql };
}
