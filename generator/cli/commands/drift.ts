import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import type { Register } from "../register.js";
import { withDatabase } from "../with-database.js";

export function declareDrift(program: Command, register: Register): void {
  const command = program
    .command("drift")
    .description("Compare the database with what the applied migrations make; exit 1 when it differs")
    .option("--shadow-url <url>", "replay them on a database made for it on this server");
  register(command, drift);
}

async function drift(
  context: Context,
  _args: readonly string[],
  { shadowUrl }: { readonly shadowUrl?: string },
): Promise<Outcome> {
  const { terminal } = context;
  const settings = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/files/migration-files.js");
  const { driftOf } = await import("../../migrate/drift/drift.js");
  const files = readMigrations(settings.migrations);
  const { differences, unknown } = await terminal.progress("Comparing", () =>
    withDatabase(context, settings, (database) =>
      database.session((connection) => driftOf(connection, files, shadowUrl)),
    ),
  );
  if (differences.length === 0)
    terminal.info(`${terminal.colors.green("✓")} The database is what the migrations make`);
  else terminal.error(`The database differs from what the migrations make:\n${lines(differences)}`);
  if (unknown.length > 0) terminal.info(`Of no migration, and left alone:\n${lines(unknown)}`);
  return { ok: differences.length === 0, differences, unknown };
}

function lines(items: readonly string[]): string {
  return items.map((item) => `  ${item}`).join("\n");
}
