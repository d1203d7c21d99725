import { relative } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import { UsageError } from "../failures.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { readSchema } from "../read-schema.js";
import type { Register } from "../register.js";

export function declareMakemigrations(program: Command, register: Register): void {
  const command = program
    .command("makemigrations")
    .description("Write the first migration for the models, as SQL")
    .argument("[name]", 'what follows the number in the file\'s name (default: "initial")');
  register(command, makemigrations);
}

async function makemigrations(context: Context, [name]: readonly (string | undefined)[]): Promise<Outcome> {
  if (name !== undefined && !/^[A-Za-z0-9_]+$/.test(name)) {
    throw new UsageError("A migration's name is made of letters, digits and underscores");
  }
  const { terminal } = context;
  const settings = await loadSettings(context);
  const { schema, diagnostics } = await terminal.progress("Reading the models", () => readSchema(settings));
  if (schema === null) {
    printDiagnostics(diagnostics, settings.root, terminal);
    return { ok: false, diagnostics, written: [] };
  }
  const { makeMigration } = await import("../../migrate/make-migration.js");
  const made = makeMigration(schema, settings.migrations, name);
  const folder = relative(settings.root, settings.migrations) || ".";
  switch (made.kind) {
    case "none":
      terminal.info("No changes: the migrations hold all of the models");
      return { ok: true, diagnostics: [], written: [], changes: [] };
    case "made":
      terminal.info(`${terminal.colors.green("✓")} ${folder}/${made.name}.sql`);
      terminal.info(`${indented(made.changes)}\nApply it with \`npx ormgen migrate\``);
      return { ok: true, diagnostics: [], written: made.files, changes: made.changes };
    case "changed":
      terminal.error(
        `The models differ from the migrations in ${folder}:\n${indented(made.changes)}\n` +
          "Changing a schema that has a migration already is not available yet. While there is no data to keep, " +
          `delete ${folder} and the database, and run \`npx ormgen makemigrations\` again.`,
      );
      return { ok: false, diagnostics: [], written: [], changes: made.changes };
  }
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
