import type { Command } from "commander";
import { loadSettings } from "../../config/load-settings.js";
import type { Context, Outcome } from "../context.js";
import type { Register } from "../register.js";

export function declareVerify(program: Command, register: Register): void {
  const command = program
    .command("verify")
    .description("Try every migration on a database in memory: forward, back, and forward again")
    .option("--shadow-url <url>", "try them on a database made for it on this server");
  register(command, verify);
}

async function verify(
  context: Context,
  _args: readonly string[],
  { shadowUrl }: { readonly shadowUrl?: string },
): Promise<Outcome> {
  const { terminal } = context;
  const settings = await loadSettings(context);
  const { readMigrations } = await import("../../migrate/files/migration-files.js");
  const { verifyMigrations } = await import("../../migrate/prove/verify-migrations.js");
  const files = readMigrations(settings.migrations);
  const migrations = await terminal.progress("Trying the migrations", () =>
    verifyMigrations(files, {
      shadowUrl,
      onVerified({ name, problems, reversible }) {
        const { green, red, dim } = terminal.colors;
        if (problems.length > 0)
          terminal.error(`${red("✗")} ${name}\n${problems.map((line) => `  ${line}`).join("\n")}`);
        else terminal.info(`${green("✓")} ${name}${reversible ? "" : dim("  no way back")}`);
      },
    }),
  );
  return { ok: migrations.every(({ problems }) => problems.length === 0), migrations };
}
