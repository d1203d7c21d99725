import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import { generateClient } from "../generate-client.js";
import { printDiagnostics } from "../print-diagnostics.js";
import type { Register } from "../register.js";
import { scaffold } from "../scaffold.js";

export function declareInit(program: Command, register: Register): void {
  const command = program.command("init").description("Write a config file, example models and their client");
  register(command, init);
}

async function init(context: Context): Promise<Outcome> {
  const { terminal, cwd } = context;
  const { created, kept, warnings } = scaffold(cwd);
  for (const file of created) terminal.info(`${terminal.colors.green("✓")} ${file}`);
  for (const file of kept) terminal.info(`${terminal.colors.dim("-")} ${file} exists, left as it is`);
  for (const warning of warnings) terminal.info(`${terminal.colors.yellow("!")} ${warning}`);
  const settings = await loadSettings(context);
  const generated = await terminal.progress("Generating the client", () =>
    generateClient(settings, { signal: context.signal, build: context.build }),
  );
  if (generated.schema === null) {
    printDiagnostics(generated.diagnostics, settings.root, terminal);
    return { ok: false, diagnostics: generated.diagnostics, created, kept, warnings, written: [] };
  }
  terminal.info(
    `\nNext:\n${NEXT.map(([line, why]) => `  ${line.padEnd(29)}${terminal.colors.dim(why)}`).join("\n")}`,
  );
  return { ok: true, diagnostics: [], created, kept, warnings, written: generated.written };
}

const NEXT = [
  ["npx ormgen makemigrations", "writes the tables' SQL to migrations/"],
  ["npx ormgen migrate", "makes them: in .ormgen/, or in the database of DATABASE_URL"],
  ["npx tsx example.ts", "stores a few books and finds them"],
  ["npx ormgen", "after each change of the models"],
] as const;
