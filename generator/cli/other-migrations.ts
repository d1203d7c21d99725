import { relative } from "node:path";
import type { Settings } from "../config/settings.js";
import type { Schema } from "../schema/schema.js";
import type { Context, Outcome } from "./context.js";
import { UsageError } from "./failures.js";
import { withDatabase } from "./with-database.js";

/** Tells what is to be made, and what was edited since it was recorded. */
export async function checkMigrations(
  { terminal }: Context,
  settings: Settings,
  schema: Schema,
): Promise<Outcome> {
  const { pendingChanges } = await import("../migrate/make/make-migration.js");
  const { editedMigrations } = await import("../migrate/make/edited-migrations.js");
  const { requireOneHead } = await import("../migrate/files/graph.js");
  const { readMigrations } = await import("../migrate/files/migration-files.js");
  requireOneHead(readMigrations(settings.migrations));
  const changes = pendingChanges(schema, settings.migrations);
  const edited = editedMigrations(settings.migrations);
  if (changes.length > 0) {
    terminal.error(
      `The migrations are behind the models: run \`npx ormgen makemigrations\`\n${indented(changes)}`,
    );
  }
  if (edited.length > 0) {
    terminal.error(
      `The SQL is not what was recorded: run \`npx ormgen makemigrations --record\`\n${indented(edited)}`,
    );
  }
  const ok = changes.length === 0 && edited.length === 0;
  if (ok) terminal.info("No changes: the migrations hold all of the models");
  return { ok, diagnostics: [], written: [], changes, edited };
}

/** Notes what migrations by hand do. */
export async function recordMigrations(
  { terminal }: Context,
  settings: Settings,
  schema: Schema,
  shadowUrl: string | undefined,
): Promise<Outcome> {
  const migrate = await import("../migrate/make/record-migrations.js");
  const recorded = await terminal.progress("Running the migrations in memory", () =>
    migrate.recordMigrations(schema, settings.migrations, shadowUrl),
  );
  if (recorded.length === 0) terminal.info("Nothing to record: every migration is as it was recorded");
  for (const { name, changes, unsaidLosses, unsaid } of recorded) {
    terminal.info(
      `${terminal.colors.green("✓")} ${name}${changes.length === 0 ? "" : `\n${indented(changes)}`}`,
    );
    if (unsaid.length > 0) terminal.info(`  kept in SQL, models cannot say it: ${unsaid.join(", ")}`);
    if (unsaidLosses.length === 0) continue;
    terminal.error(
      `${terminal.colors.yellow("!")} ${name} loses data: write "  (loses data: ${unsaidLosses.join(", ")})" behind its step, ` +
        "so that nobody applies it unasked",
    );
  }
  return { ok: true, diagnostics: [], recorded };
}

/** Writes the first migration of a database that is there already. */
export async function makeBaseline(
  context: Context,
  settings: Settings,
  schema: Schema,
  label = "baseline",
): Promise<Outcome> {
  const { terminal } = context;
  const { readCatalogue } = await import("../migrate/catalogue/read-catalogue.js");
  const { withDefaults } = await import("../migrate/shadow/run-steps.js");
  const migrate = await import("../migrate/make/make-baseline.js");
  const catalogue = await withDatabase(context, settings, (database) =>
    database.session((connection) => readCatalogue(withDefaults(connection))),
  );
  const files = migrate.makeBaseline(schema, catalogue, settings.migrations, label);
  const folder = relative(settings.root, settings.migrations) || ".";
  terminal.info(
    `${terminal.colors.green("✓")} ${folder}/${files[0] ?? ""}\nNote it in this database with \`npx ormgen migrate --fake-initial\``,
  );
  return { ok: true, diagnostics: [], written: files, changes: [] };
}

/** Joins two branches. */
export async function mergeMigrations(
  { terminal }: Context,
  settings: Settings,
  shadowUrl: string | undefined,
  label = "merge",
): Promise<Outcome> {
  const migrate = await import("../migrate/make/merge-migrations.js");
  const { files, parents } = await terminal.progress("Trying both orders", () =>
    migrate.mergeMigrations(settings.migrations, label, shadowUrl),
  );
  const folder = relative(settings.root, settings.migrations) || ".";
  terminal.info(
    `${terminal.colors.green("✓")} ${folder}/${files[0] ?? ""}: ${parents.join(" and ")} in either order`,
  );
  return { ok: true, diagnostics: [], written: files, changes: [], parents };
}

/** Writes a migration to be filled by hand. */
export async function makeEmpty(
  { terminal }: Context,
  settings: Settings,
  kind: string,
  label = "by_hand",
): Promise<Outcome> {
  if (kind !== "sql") throw new UsageError(`--empty takes "sql" or "ts", not ${JSON.stringify(kind)}`);
  const { makeEmptyMigration } = await import("../migrate/make/make-empty.js");
  const files = makeEmptyMigration(settings.migrations, label);
  const folder = relative(settings.root, settings.migrations) || ".";
  terminal.info(`${terminal.colors.green("✓")} ${folder}/${files[0] ?? ""}`);
  return { ok: true, diagnostics: [], written: files, changes: [] };
}

/** Writes a migration of rows in TypeScript, to be filled. */
export async function makeData(
  { terminal }: Context,
  settings: Settings,
  schema: Schema,
  label = "by_hand",
  models: readonly string[] = [],
): Promise<Outcome> {
  const { makeDataMigration } = await import("../migrate/data/make-data-migration.js");
  const files = await terminal.progress("Writing the models of then", () =>
    makeDataMigration(schema, settings, label, models),
  );
  const folder = relative(settings.root, settings.migrations) || ".";
  terminal.info(`${terminal.colors.green("✓")} ${folder}/${files[0] ?? ""}`);
  return { ok: true, diagnostics: [], written: files, changes: [] };
}

export function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
