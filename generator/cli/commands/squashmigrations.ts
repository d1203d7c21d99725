import { relative } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import { requireLabel } from "../migration-label.js";
import { several, type Register } from "../register.js";

interface Options {
  readonly name?: string;
  readonly elide?: readonly string[];
  readonly shadowUrl?: string;
}

export function declareSquashmigrations(program: Command, register: Register): void {
  const command = program
    .command("squashmigrations")
    .description("Make one migration of several that come behind each other, proved to do the same")
    .argument("<from>", "the first of them")
    .argument("<to>", "the last of them")
    .option("--name <name>", "what follows the number in the file's name")
    .option("--elide <name>", "a migration of rows that is left out: no new database needs it", several)
    .option("--shadow-url <url>", "prove it on a database made for it on this server");
  register(command, squashmigrations);
}

async function squashmigrations(
  context: Context,
  [from = "", to = ""]: readonly (string | undefined)[],
  { name, elide, shadowUrl }: Options,
): Promise<Outcome> {
  requireLabel(name);
  const settings = await loadSettings(context);
  const { squashMigrations } = await import("../../migrate/make/squash-migrations.js");
  const { terminal } = context;
  const made = await terminal.progress("Proving that it makes the same", () =>
    squashMigrations(settings.migrations, from, to, { label: name, ...(elide && { elide }), shadowUrl }),
  );
  const folder = relative(settings.root, settings.migrations) || ".";
  terminal.info(
    `${terminal.colors.green("✓")} ${folder}/${made.name}.sql stands for ${made.replaces.join(", ")}`,
  );
  return { ok: true, ...made };
}
