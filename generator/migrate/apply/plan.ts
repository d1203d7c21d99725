import { inOrder, withParents } from "../files/graph.js";
import { MigrationError } from "../migration-errors.js";
import type { MigrationFile } from "../files/migration-files.js";
import { didYouMean } from "../../schema/naming/nearest.js";
import type { AppliedMigration, History } from "./history.js";

/** What is to be done: taken back, newest first, then applied. */
export interface MigrationPlan {
  readonly back: readonly AppliedMigration[];
  readonly forward: readonly MigrationFile[];
  /** The first migration that is kept back, since old programs need what it takes away; null where none is. */
  readonly waiting: string | null;
}

export interface Target {
  /** A name, its start, its number, or `zero`; all where there is none. */
  readonly target?: string | undefined;
  /** Take back what this folder has no files for. */
  readonly backToFiles?: boolean | undefined;
  /**
   * Of changes in phases: `expand` stops before the first that takes away what old programs need, `contract` goes on with
   * it. Where nothing is said, and no target, a database that is in use already stops there too.
   */
  readonly phase?: "expand" | "contract" | undefined;
}

/** What leads from what is applied to the target; throws `MigrationError` where there is no such migration. */
export function planMigrations(
  files: readonly MigrationFile[],
  { migrations, steps }: History,
  { target, backToFiles = false, phase }: Target,
): MigrationPlan {
  const wanted =
    target === undefined
      ? files
      : target === "zero"
        ? []
        : withParents(files, [requireMigration(files, target).name]);
  const names = new Set(wanted.map(({ name }) => name));
  const known = new Set(files.map(({ name }) => name));
  const ordered = inHistory(migrations);
  // What was being taken back when it was killed is neither there nor gone.
  const begun = new Set(steps.filter(({ way }) => way === "reverse").map(({ name }) => name));
  const isBehind = ({ name }: AppliedMigration): boolean => {
    if (begun.has(name) || (backToFiles && !known.has(name))) return true;
    return target !== undefined && !names.has(name) && !isAhead(wanted, migrations);
  };
  const back = ordered.filter(isBehind);
  const done = new Set(
    migrations.filter(({ name, finished }) => finished && !begun.has(name)).map(({ name }) => name),
  );
  const forward = wanted.filter(({ name }) => !done.has(name));
  const isKept = phase === "expand" || (phase === undefined && target === undefined && done.size > 0);
  const begunOrDone = new Set(migrations.map(({ name }) => name));
  const at = isKept
    ? forward.findIndex(({ name, record }) => record?.phase === "contract" && !begunOrDone.has(name))
    : -1;
  return {
    back: [...back].reverse(),
    forward: at === -1 ? forward : forward.slice(0, at),
    waiting: forward[at]?.name ?? null,
  };
}

/** Whether the target lies before us: then nothing is taken back, not even what stands beside it. */
function isAhead(wanted: readonly MigrationFile[], applied: readonly AppliedMigration[]): boolean {
  const done = new Set(applied.filter(({ finished }) => finished).map(({ name }) => name));
  return wanted.some(({ name }) => !done.has(name));
}

/** Parents first, as far as they are known; histories of former versions knew names alone. */
function inHistory(applied: readonly AppliedMigration[]): AppliedMigration[] {
  const names = new Set(applied.map(({ name }) => name));
  return inOrder(
    applied.map((each) => ({ ...each, parents: each.parents.filter((parent) => names.has(parent)) })),
  );
}

/** The migration that a name, its start (`0001`), its number (`1`) or its file means; null where there is none, or several. */
export function findMigration(files: readonly MigrationFile[], name: string): MigrationFile | null {
  const [found = null, ...others] = meantBy(files, name);
  return others.length === 0 ? found : null;
}

function meantBy(files: readonly MigrationFile[], said: string): readonly MigrationFile[] {
  const name = said.replace(/^.*[\\/]/u, "").replace(/\.(?:sql|ts|json)$/u, "");
  const same = files.filter((file) => file.name === name);
  if (same.length > 0 || name === "") return same;
  const starting = files.filter((file) => file.name.startsWith(name));
  if (starting.length > 0 || !/^\d+$/u.test(name)) return starting;
  return files.filter((file) => Number.parseInt(file.name, 10) === Number(name));
}

/** As `findMigration`; throws `MigrationError` with the names there are, or that may be meant. */
export function requireMigration(files: readonly MigrationFile[], name: string): MigrationFile {
  const [found, ...others] = meantBy(files, name);
  if (found !== undefined && others.length === 0) return found;
  const names = files.map((file) => file.name);
  if (found !== undefined) {
    const meant = [found, ...others].map((file) => file.name);
    const shown = meant.length > 6 ? [...meant.slice(0, 6), "…"] : meant;
    throw new MigrationError(
      `${JSON.stringify(name)} may be any of ${String(meant.length)} migrations: ${shown.join(", ")}. Say more of the name`,
    );
  }
  throw new MigrationError(`There is no migration ${JSON.stringify(name)}: ${didYouMean(name, names)}`);
}
