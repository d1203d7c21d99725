import type { MigrationFile } from "../files/migration-files.js";
import { MigrationDrift } from "../migration-errors.js";
import { withRights } from "./rights.js";
import { rows, script, type Task } from "./task.js";

export interface AppliedMigration {
  readonly name: string;
  readonly hash: string;
  readonly parents: readonly string[];
  /** The way back, as its file had it; null where there is none, or nobody knows it. */
  readonly reverse: string | null;
  /** False while steps of it are still to be done. */
  readonly finished: boolean;
}

export interface AppliedStep {
  readonly name: string;
  readonly way: "forward" | "reverse";
  readonly step: number;
  readonly hash: string;
  readonly finished: boolean;
  readonly cursor: { readonly at: string | null; readonly upper: string } | null;
  readonly error: string | null;
}

export interface History {
  readonly migrations: readonly AppliedMigration[];
  readonly steps: readonly AppliedStep[];
}

/** A history that another version of ormgen began is completed: it held names and hashes alone. */
const CREATE_HISTORY = `CREATE TABLE IF NOT EXISTS ormgen_migrations (
  name text PRIMARY KEY,
  hash text NOT NULL,
  applied_at timestamptz
);
ALTER TABLE ormgen_migrations ALTER COLUMN applied_at DROP NOT NULL, ALTER COLUMN applied_at DROP DEFAULT,
  ADD COLUMN IF NOT EXISTS parents text[], ADD COLUMN IF NOT EXISTS reverse text,
  ADD COLUMN IF NOT EXISTS started_at timestamptz, ADD COLUMN IF NOT EXISTS tool text;
CREATE TABLE IF NOT EXISTS ormgen_migration_steps (
  name text, way text, step integer, hash text NOT NULL, started_at timestamptz NOT NULL, finished_at timestamptz,
  cursor jsonb, rows bigint NOT NULL DEFAULT 0, error text, PRIMARY KEY (name, way, step)
);`;

export function* createHistory(): Task<void> {
  const [known] = yield* rows("SELECT to_regclass('ormgen_migration_steps')::text AS name");
  if (known?.name == null) yield* script(CREATE_HISTORY);
}

/** What has been applied to this database; nothing where the history's tables are not there yet. */
export function* readHistory(): Task<History> {
  return yield* withRights(readTables);
}

function* readTables(): Task<History> {
  const [tables] = yield* rows(
    "SELECT to_regclass('ormgen_migrations')::text AS migrations, to_regclass('ormgen_migration_steps')::text AS steps",
  );
  if (tables?.migrations == null) return { migrations: [], steps: [] };
  const applied = yield* rows("SELECT to_jsonb(m)::text AS item FROM ormgen_migrations m ORDER BY name");
  const steps =
    tables.steps == null
      ? []
      : yield* rows(
          "SELECT to_jsonb(s)::text AS item FROM ormgen_migration_steps s ORDER BY name, way, step",
        );
  return {
    migrations: applied.map(({ item }) => migrationOf(JSON.parse(String(item)) as Record<string, unknown>)),
    steps: steps.map(({ item }) => stepOf(JSON.parse(String(item)) as Record<string, unknown>)),
  };
}

function migrationOf({
  name,
  hash,
  parents,
  reverse,
  applied_at: at,
}: Record<string, unknown>): AppliedMigration {
  return {
    name: String(name),
    hash: String(hash),
    parents: Array.isArray(parents) ? parents.map(String) : [],
    reverse: typeof reverse === "string" ? reverse : null,
    finished: at != null,
  };
}

function stepOf(row: Record<string, unknown>): AppliedStep {
  const cursor = row.cursor as { at?: unknown; upper?: unknown } | null;
  return {
    name: String(row.name),
    way: row.way === "reverse" ? "reverse" : "forward",
    step: Number(row.step),
    hash: String(row.hash),
    finished: row.finished_at != null,
    cursor:
      typeof cursor?.upper === "string"
        ? { at: typeof cursor.at === "string" ? cursor.at : null, upper: cursor.upper }
        : null,
    error: typeof row.error === "string" ? row.error : null,
  };
}

/** How the database and the files disagree, a line each. */
export function driftBetween(files: readonly MigrationFile[], { migrations }: History): string[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  return migrations.flatMap(({ name, hash, finished }) => {
    const file = byName.get(name);
    if (file === undefined) return [`${name} was applied, and its file is missing`];
    // One that is under way may be mended where it has not been yet: its steps are compared one by one.
    return file.hash === hash || !finished ? [] : [`${name} was edited after it had been applied`];
  });
}

/** Throws `MigrationDrift` where an applied migration's file is gone, or says something else now. */
export function checkDrift(files: readonly MigrationFile[], history: History): void {
  const lines = driftBetween(files, history).map((line) => `  ${line}`);
  if (lines.length === 0) return;
  const isAhead = history.migrations.some(({ name }) => !files.some((file) => file.name === name));
  throw new MigrationDrift(
    `The database and the migrations disagree:\n${lines.join("\n")}\nRestore the files as they were applied; nothing was changed.${
      isAhead ? " What another branch applied is taken back by `npx ormgen migrate --back-to-files`." : ""
    }`,
  );
}
