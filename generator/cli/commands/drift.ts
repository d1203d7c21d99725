import { relative } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Settings } from "../../config/settings.js";
import type { WriteDriftOptions } from "../../migrate/drift/write-drift.js";
import { declareAnswers, readAnswers, type AnswerFlags } from "../answer-flags.js";
import type { Context, Outcome } from "../context.js";
import { UsageError } from "../failures.js";
import { requireLabel } from "../migration-label.js";
import { printQuestions } from "../print-questions.js";
import type { Register } from "../register.js";
import { withDatabase } from "../with-database.js";

interface Options extends AnswerFlags {
  readonly shadowUrl?: string;
  readonly write?: string;
}

export function declareDrift(program: Command, register: Register): void {
  const command = program
    .command("drift")
    .description("Compare the database with what the applied migrations make; exit 1 when it differs")
    .option("--write <name>", "write what differs as the next migration, and note it here as applied");
  declareAnswers(command, {
    rename: "of --write: what is gone has another name now: Book.title=headline",
    drop: "of --write: what is gone is to be dropped elsewhere too: Book.body",
    fill: "of --write: what rows elsewhere get where there must be a value",
    using: "of --write: how values elsewhere become those of another type",
    map: "of --write: what rows elsewhere get whose label goes",
    answers: "of --write: answers to the questions of --json, as a file",
  });
  command.option("--shadow-url <url>", "replay them on a database made for it on this server");
  register(command, drift);
}

async function drift(context: Context, _args: readonly string[], options: Options): Promise<Outcome> {
  const { terminal } = context;
  const { shadowUrl, write } = options;
  const answers = readAnswers(options, context.cwd);
  if (write === undefined && answers.length > 0)
    throw new UsageError("Answers belong to `drift --write NAME`");
  requireLabel(write);
  const settings = await loadSettings(context);
  if (write !== undefined) return writeDrift(context, settings, { label: write, answers, shadowUrl });
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

async function writeDrift(
  context: Context,
  settings: Settings,
  options: WriteDriftOptions,
): Promise<Outcome> {
  const { terminal } = context;
  const write = await import("../../migrate/drift/write-drift.js");
  const made = await terminal.progress("Comparing", () =>
    withDatabase(context, settings, (database) =>
      database.session((connection) => write.writeDrift(connection, settings.migrations, options)),
    ),
  );
  if (made.kind === "none") {
    terminal.info(`${terminal.colors.green("✓")} The database is what the migrations make`);
    return { ok: true, written: [], changes: [] };
  }
  if (made.kind === "questions") {
    printQuestions(terminal, made.questions);
    return { ok: false, written: [], changes: [], questions: made.questions };
  }
  const { name, changes } = made;
  const folder = relative(settings.root, settings.migrations) || ".";
  terminal.info(
    `${terminal.colors.green("✓")} ${folder}/${name}.sql, noted here, not run\n${lines(changes)}\n` +
      "What of it models can say, write there too: else the next migration takes it back",
  );
  return { ok: true, written: [`${name}.sql`, `${name}.json`], changes };
}

function lines(items: readonly string[]): string {
  return items.map((item) => `  ${item}`).join("\n");
}
