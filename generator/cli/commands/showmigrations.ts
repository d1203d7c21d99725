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
  const { readMigrations } = await import("../../migrate/migration-files.js");
  const { readHistory } = await import("../../migrate/history.js");
  const files = readMigrations(settings.migrations);
  const applied = await withDatabase(context, settings, readHistory);
  const { terminal } = context;
  const hashes = new Map(applied.map(({ name, hash }) => [name, hash]));
  const migrations = files.map(({ name, hash }) => ({
    name,
    applied: hashes.has(name),
    drift: hashes.has(name) && hashes.get(name) !== hash ? "edited" : null,
  }));
  const known = new Set(files.map(({ name }) => name));
  const missing = applied
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({ name, applied: true, drift: "missing" }));
  const all = [...migrations, ...missing].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (all.length === 0) terminal.answer("(no migrations)");
  for (const { name, applied, drift } of all) {
    const note =
      drift === null
        ? ""
        : terminal.colors.red(
            drift === "edited" ? "  edited after it had been applied" : "  its file is missing",
          );
    terminal.answer(`[${applied ? "X" : " "}] ${name}${note}`);
  }
  return { ok: all.every(({ drift }) => drift === null), migrations: all };
}
