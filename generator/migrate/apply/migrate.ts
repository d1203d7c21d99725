import { requireOneHead } from "../files/graph.js";
import { MigrationError } from "../migration-errors.js";
import { dataOf, type MigrationFile } from "../files/migration-files.js";
import { quoteText } from "../ddl/quote.js";
import { quoteTable, tableKey } from "../state/table-key.js";
import { checkDrift, createHistory, readHistory, type History } from "./history.js";
import { planMigrations, type Target } from "./plan.js";
import { runBackward, runForward, type RunOptions } from "./run-migration.js";
import { asReplaced, replacing, takeOverReplaced } from "./replaced.js";
import { requireWritable, withRights } from "./rights.js";
import { checkVersion } from "./server-version.js";
import { withLock } from "./session-lock.js";
import { rows, script, type Task } from "./task.js";

export interface MigrateOptions extends RunOptions, Target {
  /** How long to wait for another process that migrates the same database; a minute. */
  readonly patience?: number | undefined;
  /** Note what would be done as done, and do nothing. */
  readonly fake?: boolean | undefined;
  /** Note first migrations as applied where their tables are there already. */
  readonly fakeInitial?: boolean | undefined;
  /** Told of each migration that this call applied or took back. */
  readonly onApplied?: ((name: string, way: "forward" | "reverse" | "fake") => void) | undefined;
}

export interface Migrated {
  readonly applied: readonly string[];
  readonly reversed: readonly string[];
}

/**
 * Applies each migration that is not applied yet, up to the target, or takes back what lies behind it. Many processes
 * at once apply each migration once; one that was killed is gone on with.
 *
 * Throws `MigrationDrift` before it changes anything where an applied file was edited or removed, and
 * `MigrationError` with file and line where the database refuses a statement.
 */
export function* migrateTask(files: readonly MigrationFile[], options: MigrateOptions): Task<Migrated> {
  requireOneHead(files);
  const found = yield* readHistory();
  const first = asReplaced(files, found);
  if (options.backToFiles !== true) checkDrift(files, first);
  if (isEmpty(planMigrations(files, first, options)) && replacing(files, found).length === 0)
    return { applied: [], reversed: [] };
  yield* requireWritable();
  return yield* withLock(() => withRights(() => underLock(files, options)), options.patience ?? 60_000);
}

function isEmpty({ back, forward }: { back: readonly unknown[]; forward: readonly unknown[] }): boolean {
  return back.length === 0 && forward.length === 0;
}

function* underLock(files: readonly MigrationFile[], options: MigrateOptions): Task<Migrated> {
  yield* createHistory();
  for (const name of yield* takeOverReplaced(files)) options.onApplied?.(name, "fake");
  let history = yield* readHistory();
  if (options.backToFiles !== true) checkDrift(files, history);
  const { back, forward } = planMigrations(files, history, options);
  const applied: string[] = [];
  const reversed: string[] = [];
  for (const migration of back) {
    if (options.fake === true) yield* forget(migration.name);
    else yield* runBackward(migration, history, dataOf(files, migration.name), options);
    reversed.push(migration.name);
    options.onApplied?.(migration.name, options.fake === true ? "fake" : "reverse");
  }
  for (const file of forward) {
    history = yield* readHistory();
    const fake = options.fake === true || (options.fakeInitial === true && (yield* isThere(file)));
    if (!fake) yield* checkVersion(file);
    if (fake) yield* remember(file, history);
    else yield* runForward(file, history, options);
    applied.push(file.name);
    options.onApplied?.(file.name, fake ? "fake" : "forward");
  }
  return { applied, reversed };
}

function* forget(name: string): Task<void> {
  yield* script(
    `DELETE FROM ormgen_migration_steps WHERE name = ${quoteText(name)};\nDELETE FROM ormgen_migrations WHERE name = ${quoteText(name)};`,
  );
}

/** Notes a migration as applied that nothing is done for. */
function* remember(file: MigrationFile, history: History): Task<void> {
  yield* runForward({ ...file, forward: [] }, history, {});
}

/** Whether it is a first migration whose tables are all there. Throws `MigrationError` where only some are. */
function* isThere({ name, parents, record }: MigrationFile): Task<boolean> {
  if (parents.length > 0) return false;
  const keys = (record?.operations ?? []).flatMap((operation) =>
    operation.kind === "createTable" ? [tableKey(operation.table)] : [],
  );
  const missing: string[] = [];
  for (const key of keys) {
    const [row] = yield* rows(`SELECT to_regclass(${quoteText(quoteTable(key))})::text AS name`);
    if (row?.name == null) missing.push(key);
  }
  if (keys.length > 0 && missing.length === 0) return true;
  if (missing.length === keys.length) return false;
  throw new MigrationError(
    `Some tables of ${name} are there, and ${missing.join(", ")} is missing: make them, or say --fake ${name} if that is meant`,
  );
}
