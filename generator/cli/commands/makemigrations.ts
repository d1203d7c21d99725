import { relative } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Settings } from "../../config/settings.js";
import type { Answer } from "../../migrate/difference/answers.js";
import type { MadeMigration, MakeOptions } from "../../migrate/make/make-migration.js";
import type { Schema } from "../../schema/schema.js";
import { declareAnswers, readAnswers, type AnswerFlags } from "../answer-flags.js";
import { ask } from "../ask.js";
import type { Context, Outcome } from "../context.js";
import { UsageError } from "../failures.js";
import {
  checkMigrations,
  indented,
  makeBaseline,
  makeData,
  makeEmpty,
  mergeMigrations,
  recordMigrations,
} from "../other-migrations.js";
import { requireLabel } from "../migration-label.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { printQuestions } from "../print-questions.js";
import { readSchema } from "../read-schema.js";
import { several, type Register } from "../register.js";

interface Options extends AnswerFlags {
  readonly plain?: boolean;
  readonly phased?: boolean;
  readonly amend?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly empty?: string;
  readonly models?: readonly string[];
  readonly verify?: boolean;
  readonly shadowUrl?: string;
  readonly record?: boolean;
  readonly baseline?: boolean;
  readonly merge?: boolean;
  readonly rebase?: string;
}

export function declareMakemigrations(program: Command, register: Register): void {
  const command = program
    .command("makemigrations")
    .description("Write the migration from what the migrations hold to what the models say, as SQL")
    .argument("[name]", "what follows the number in the file's name");
  declareAnswers(command, {
    rename: "what is gone has another name now: Author=Writer, Book.title=headline",
    drop: "what is gone is to be dropped, with its data: Book.body",
    fill: "what existing rows get in a column that must have a value",
    using: "how values become those of another type",
    map: "what rows get whose label goes: enum:status.old=new",
    answers: "answers to the questions of --json, as a file",
  });
  command
    .option("--plain", "the short form, which stops who uses the tables meanwhile")
    .option("--phased", "two migrations, between which old and new programs run side by side")
    .option("--amend", "make the last migration again, in place of one behind it")
    .option("--empty <kind>", "a migration to be filled by hand: sql, or ts to change rows")
    .option("--models <name>", "of --empty ts: the models that it is about (default: all)", several)
    .option(
      "--record",
      "look what migrations do that were written or edited by hand, and note it beside them",
    )
    .option("--baseline", "the first migration of a database that is there already, as it is")
    .option("--merge", "join two branches, once it is proved that their order does not matter")
    .option("--rebase <name>", "make the last migration of a branch again, behind the other branch")
    .option("--no-verify", "write it without trying it on a database in memory")
    .option("--shadow-url <url>", "try it on a database made for it on this server")
    .option("--dry-run", "print the migration, and write nothing")
    .option("--check", "write nothing; exit 1 when there is something to be made");
  register(command, makemigrations);
}

async function makemigrations(
  context: Context,
  [name]: readonly (string | undefined)[],
  options: Options,
): Promise<Outcome> {
  requireLabel(name);
  const answers = readAnswers(options, context.cwd);
  const settings = await loadSettings(context);
  if (options.models !== undefined && options.empty !== "ts")
    throw new UsageError("--models belongs to --empty ts");
  if (options.empty !== undefined && options.empty !== "ts")
    return makeEmpty(context, settings, options.empty, name);
  if (options.merge === true) return mergeMigrations(context, settings, options.shadowUrl, name);
  const { terminal } = context;
  const { schema, diagnostics } = await terminal.progress("Reading the models", () => readSchema(settings));
  if (schema === null) {
    printDiagnostics(diagnostics, settings.root, terminal);
    return { ok: false, diagnostics, written: [] };
  }
  if (options.empty === "ts") {
    const models = options.models?.flatMap((names) => names.split(","));
    return makeData(context, settings, schema, name, models);
  }
  if (options.record === true) return recordMigrations(context, settings, schema, options.shadowUrl);
  if (options.baseline === true) return makeBaseline(context, settings, schema, name);
  if (options.check === true) return checkMigrations(context, settings, schema);
  const { plain = false, amend = false, dryRun = false, verify = true, shadowUrl, rebase } = options;
  if (options.phased === true && (plain || amend || rebase !== undefined))
    throw new UsageError("--phased stands without --plain, --amend and --rebase");
  const { proveMigration } = await import("../../migrate/prove/prove-migration.js");
  const prove: MakeOptions["prove"] = async (proposal, files) => {
    const found = await terminal.progress("Trying the migration", () =>
      proveMigration(proposal, files, shadowUrl),
    );
    if (context.signal.aborted) terminal.error("Stopped: nothing was written");
    context.signal.throwIfAborted();
    return found;
  };
  const made = await make(context, settings, schema, {
    ...{ label: name, answers, plain, amend, dryRun, rebase },
    ...(verify && { prove }),
    phased: options.phased === true,
  });
  return report(context, settings, made, dryRun);
}

/** Asks until every question is answered, where there is somebody to ask. */
async function make(
  { terminal, stdin, signal }: Context,
  { migrations }: Settings,
  schema: Schema,
  options: MakeOptions & { readonly answers: readonly Answer[]; readonly phased: boolean },
): Promise<MadeMigration> {
  const { makeMigration } = await import("../../migrate/make/make-migration.js");
  const { makePhased } = await import("../../migrate/make/make-phased.js");
  const write = options.phased ? makePhased : makeMigration;
  const answers = [...options.answers];
  for (;;) {
    const made = await write(schema, migrations, { ...options, answers });
    const open = made.kind === "questions" ? made.questions[0] : undefined;
    if (open === undefined || stdin?.isTTY !== true || terminal.json) return made;
    answers.push(await ask(open, terminal, stdin, signal));
  }
}

function report({ terminal }: Context, settings: Settings, made: MadeMigration, dryRun: boolean): Outcome {
  if (
    made.kind !== "made" &&
    made.unused.length > 0 &&
    !(made.kind === "questions" && made.questions.length > 0)
  ) {
    throw new UsageError(`These flags answer no question: ${made.unused.join(", ")}`);
  }
  const folder = relative(settings.root, settings.migrations) || ".";
  switch (made.kind) {
    case "none":
      terminal.info("No changes: the migrations hold all of the models");
      return { ok: true, diagnostics: [], written: [], changes: [] };
    case "made": {
      if (dryRun) terminal.answer(made.sql.trimEnd());
      else {
        for (const name of made.names ?? [made.name])
          terminal.info(`${terminal.colors.green("✓")} ${folder}/${name}.sql`);
        terminal.info(`${indented(made.changes)}\nApply it with \`npx ormgen migrate\``);
      }
      const { files, changes, sql, unproved } = made;
      if (unproved !== null) terminal.error(`${terminal.colors.yellow("!")} Not verified: ${unproved}`);
      return { ok: true, diagnostics: [], written: dryRun ? [] : files, changes, sql, unproved };
    }
    case "questions": {
      printQuestions(terminal, made.questions);
      const { questions, changes } = made;
      return { ok: false, diagnostics: [], written: [], changes, questions };
    }
  }
}
