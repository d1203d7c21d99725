import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import type { Register } from "../register.js";
import { withDatabase } from "../with-database.js";

export function declareShowmigrations(program: Command, register: Register): void {
  const command = program
    .command("showmigrations")
    .description("List the migrations, and which of them are applied");
  register(command, showmigrations);
}

async function showmigrations(context: Context): Promise<Outcome> {
  const settings = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/files/migration-files.js");
  const { historyOf } = await import("../../migrate/apply/replaced.js");
  const { listMigrations } = await import("../../migrate/apply/list.js");
  const { headsOf } = await import("../../migrate/files/graph.js");
  const { runTask } = await import("../../migrate/apply/task.js");
  const files = readMigrations(settings.migrations);
  const history = await withDatabase(context, settings, (database) =>
    database.session((connection) => runTask(connection, historyOf(files), context.signal)),
  );
  const { terminal } = context;
  const migrations = listMigrations(files, history);
  if (migrations.length === 0) terminal.answer("(no migrations)");
  for (const { name, applied, drift, note } of migrations) {
    const shown = drift === null ? note : terminal.colors.red(note);
    const mark = applied === "begun" ? "~" : applied === true ? "X" : " ";
    terminal.answer(`[${mark}] ${name}${note === "" ? "" : `  ${shown}`}`);
  }
  const heads = headsOf(files).map(({ name }) => name);
  if (heads.length > 1) terminal.error(`Two branches stand beside each other: ${heads.join(", ")}`);
  return { ok: migrations.every(({ drift }) => drift === null) && heads.length < 2, migrations, heads };
}
