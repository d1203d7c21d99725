import { relative } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Settings } from "../../config/settings.js";
import type { Context, Outcome } from "../context.js";
import { UsageError } from "../failures.js";
import { generateClient, ownModels, type Generated } from "../generate-client.js";
import { pendingModelChanges } from "../pending-model-changes.js";
import { count, printDiagnostics } from "../print-diagnostics.js";
import type { Register } from "../register.js";
import { sealedClient } from "../sealed-client.js";

interface Options {
  readonly watch?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
}

export function declareGenerate(program: Command, register: Register): void {
  const command = program
    .command("generate", { isDefault: true })
    .description("Generate the client from the models (the default)")
    .option("--watch", "generate again whenever a model file is saved")
    .option("--check", "write nothing; exit 1 when the client or the migrations are behind the models")
    .option("--force", "replace generated files that were edited by hand");
  register(command, generate);
}

async function generate(context: Context, _args: readonly string[], options: Options): Promise<Outcome> {
  if (options.watch === true) {
    if (options.check === true) throw new UsageError("--watch and --check exclude each other");
    if (context.terminal.json) throw new UsageError("--watch and --json exclude each other");
    const { watch } = await import("../watch.js");
    return watch(context, (settings) => once(context, settings, options));
  }
  return once(context, await loadSettings(context), options);
}

async function once(context: Context, settings: Settings, options: Options): Promise<Outcome> {
  const { terminal, signal, build } = context;
  const { check = false, force = false } = options;
  const folder = relative(settings.root, settings.output) || ".";
  const sealed = check || force ? null : await sealedClient(settings, build);
  if (sealed !== null) {
    terminal.info(standing(terminal.colors.green("✓"), folder, sealed.models, sealed.files.length));
    return { ok: true, diagnostics: [], written: [], removed: [], unchanged: sealed.files };
  }
  const generated = await terminal.progress("Generating the client", () =>
    generateClient(settings, { check, force, signal, build }),
  );
  if (generated.schema === null) {
    printDiagnostics(generated.diagnostics, settings.root, terminal);
    return { ok: false, diagnostics: generated.diagnostics, written: [], removed: [], unchanged: [] };
  }
  const { written, removed, unchanged, schema } = generated;
  const document = { diagnostics: [], written, removed, unchanged };
  if (!check) {
    terminal.info(summary(generated, folder, terminal.colors.green("✓")));
    return { ok: true, ...document };
  }
  const behind = [...written, ...removed];
  if (behind.length > 0) {
    terminal.error(`${folder} is behind the models (${behind.join(", ")}): run \`npx ormgen\``);
  }
  const changes = await pendingModelChanges(schema, settings);
  if (changes.length > 0) {
    terminal.error(
      `The migrations are behind the models: run \`npx ormgen makemigrations\`\n${changes.map((line) => `  ${line}`).join("\n")}`,
    );
  }
  const ok = behind.length === 0 && changes.length === 0;
  if (ok) terminal.info(`${terminal.colors.green("✓")} ${folder} is up to date`);
  return { ok, ...document, migrations: changes };
}

function summary(
  { written, removed, unchanged, schema }: Extract<Generated, { diagnostics: readonly [] }>,
  folder: string,
  tick: string,
): string {
  if (written.length === 0 && removed.length === 0)
    return standing(tick, folder, ownModels(schema), unchanged.length);
  const models = count(ownModels(schema), "model");
  const parts = [
    `${String(written.length)} written`,
    ...(removed.length > 0 ? [`${String(removed.length)} removed`] : []),
    ...(unchanged.length > 0 ? [`${String(unchanged.length)} unchanged`] : []),
  ];
  return `${tick} ${models} → ${folder}: ${parts.join(", ")}`;
}

function standing(tick: string, folder: string, models: number, files: number): string {
  return `${tick} ${folder} is up to date (${count(models, "model")}, ${count(files, "file")})`;
}
