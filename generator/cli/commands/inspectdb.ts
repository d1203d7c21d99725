import { existsSync, mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Catalogue } from "../../migrate/catalogue/catalogue.js";
import type { Context, Outcome } from "../context.js";
import { CommandFailed } from "../failures.js";
import { several, type Register } from "../register.js";
import { withDatabase } from "../with-database.js";

export function declareInspectdb(program: Command, register: Register): void {
  const command = program
    .command("inspectdb")
    .description("Print models for the tables of a database that is there already")
    .option("--out <folder>", "write them, a file a model, to a folder")
    .option("--tables <name>", "only this table", several)
    .option("--schemas <name>", "only the tables of this schema", several);
  register(command, inspectdb);
}

interface Options {
  readonly out?: string;
  readonly tables?: readonly string[];
  readonly schemas?: readonly string[];
}

async function inspectdb(
  context: Context,
  _args: readonly string[],
  { out, tables, schemas }: Options,
): Promise<Outcome> {
  const { terminal } = context;
  const settings = await loadSettings(context);
  const { readCatalogue } = await import("../../migrate/catalogue/read-catalogue.js");
  const { withDefaults } = await import("../../migrate/shadow/run-steps.js");
  const { inspectDatabase } = await import("../../inspect/inspect-database.js");
  const whole = await withDatabase(context, settings, (database) =>
    database.session((connection) => readCatalogue(withDefaults(connection))),
  );
  if (whole.tables.length === 0) {
    throw new CommandFailed(
      "The database has no tables that models can be made of, or none that this role may see: does DATABASE_URL (or `migrateUrl` in ormgen.config.ts) name the right one?",
    );
  }
  const wanted = schemas?.flatMap((names) => names.split(","));
  const catalogue = wanted === undefined ? whole : inSchemas(whole, wanted);
  const found = await terminal.progress("Reading the tables", () =>
    inspectDatabase(
      catalogue,
      tables?.flatMap((names) => names.split(",")),
    ),
  );
  const { files, together, models, left, unsaid, mistakes } = found;
  const written: string[] = [];
  if (out === undefined) terminal.answer(together.trimEnd());
  else {
    const folder = resolve(context.cwd, out);
    const taken = [...files.keys()].filter((path) => existsSync(join(folder, path)));
    if (taken.length > 0) {
      throw new CommandFailed(`These files are there already, and nothing was written: ${taken.join(", ")}`);
    }
    mkdirSync(folder, { recursive: true });
    const { sync: writeFileAtomicSync } = await import("write-file-atomic");
    for (const [path, text] of files) {
      writeFileAtomicSync(join(folder, path), text);
      written.push(relative(context.cwd, join(folder, path)));
    }
    terminal.info(
      `${terminal.colors.green("✓")} ${String(models.length)} models in ${relative(context.cwd, folder) || "."}`,
    );
  }
  const notes = [
    ...section("Mistakes, which have to be mended by hand:", mistakes),
    ...section("No model can be made of:", left),
    ...section("Not in the models, kept by `npx ormgen makemigrations --baseline`:", unsaid),
  ];
  if (notes.length > 0) terminal.error(notes.join("\n"));
  return {
    ok: mistakes.length === 0,
    models: models.map(({ name }) => name),
    written,
    left,
    unsaid,
    mistakes,
  };
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** Throws `CommandFailed` where a schema has no table. */
function inSchemas({ tables, others, ...rest }: Catalogue, wanted: readonly string[]): Catalogue {
  const known = [...new Set(tables.map(({ schema }) => schema))].sort();
  const missing = wanted.find((name) => !known.includes(name));
  if (missing !== undefined) {
    throw new CommandFailed(
      `No table lies in the schema ${missing}: ${known.length === 0 ? "there are no tables" : `there are tables in ${known.join(", ")}`}`,
    );
  }
  const isWanted = ({ schema }: { readonly schema: string }) => wanted.includes(schema);
  // What columns are made of may lie in another schema.
  return {
    ...rest,
    tables: tables.filter(isWanted),
    others: others.filter((each) => each.early || isWanted(each)),
  };
}
