import { rmSync } from "node:fs";
import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { requireMigration } from "../apply/plan.js";
import { Answers } from "../difference/answers.js";
import { foldMigrations } from "../files/fold.js";
import { withParents } from "../files/graph.js";
import { hashOf, readMigrations, type MigrationFile } from "../files/migration-files.js";
import { printMigration } from "../files/print.js";
import { hashOfState, printRecord } from "../files/record.js";
import { MigrationError } from "../migration-errors.js";
import type { Operation } from "../operations/operation.js";
import { applyOperation } from "../operations/index.js";
import { planMigration } from "../plan/plan-migration.js";
import type { Step } from "../plan/step.js";
import { proveSquashed } from "../prove/prove-squashed.js";
import type { DatabaseState } from "../state/state.js";
import { writeMigration } from "./make-migration.js";

export interface Squashed {
  readonly name: string;
  readonly replaces: readonly string[];
  readonly files: readonly string[];
}

export interface SquashOptions {
  readonly label?: string | undefined;
  /** Migrations by hand that are left out. */
  readonly elide?: readonly string[];
  readonly shadowUrl?: string | undefined;
}

/** Part of a squashed migration. */
interface Part {
  readonly operations: readonly Operation[];
  readonly forward: readonly Step[];
  /** Null where there is no way back. */
  readonly reverse: readonly Step[] | null;
}

/**
 * Makes one migration of several that come behind each other, and removes these: what was planned is planned anew from where
 * it begins to where it ends, what was written by hand stays as it is. It is proved that both give the same.
 *
 * Throws `MigrationError` where they are no row, where one of them is code, or where what is made differs.
 */
export async function squashMigrations(
  folder: string,
  from: string,
  to: string,
  { label, elide = [], shadowUrl }: SquashOptions = {},
): Promise<Squashed> {
  const files = readMigrations(folder);
  const elided = new Set(elide.map((name) => requireMigration(files, name).name));
  const { before, row } = rowBetween(files, requireMigration(files, from), requireMigration(files, to));
  for (const file of row) checkSquashable(file, elided.has(file.name));
  const start = foldMigrations(before);
  const parts = partsOf(row, start, elided);
  const [first, last] = [row[0]?.name ?? "", row.at(-1)?.name ?? ""];
  const name = label === undefined ? `${numberOf(first)}_squashed_${last}` : `${numberOf(first)}_${label}`;
  const reverse = parts.some((part) => part.reverse === null)
    ? null
    : parts.toReversed().flatMap((part) => part.reverse ?? []);
  const steps = { forward: parts.flatMap(({ forward }) => forward), reverse };
  await proveSquashed({ before, row, ...steps, elided, shadowUrl });
  const sql = printMigration(name, steps);
  const operations = parts.flatMap((part) => part.operations);
  const record = {
    ...{ parents: row[0]?.parents ?? [], operations, answers: [], sql: hashOf(sql) },
    ...{ state: hashOfState(operations.reduce(applyOperation, start)), byHand: row.some(isByHand) },
    replaces: row.map(({ name: own }) => own),
  };
  writeMigration(folder, name, sql, record, files);
  for (const file of files) follow(folder, file, last, name);
  for (const { name: own } of row) {
    for (const end of ["sql", "json", "ts", "models.d.ts"])
      rmSync(join(folder, `${own}.${end}`), { force: true });
  }
  return { name, replaces: record.replaces, files: [`${name}.sql`, `${name}.json`] };
}

/** What comes behind the last one comes behind the one that they are now. */
function follow(folder: string, { name, parents, record }: MigrationFile, last: string, now: string): void {
  if (record === null || !parents.includes(last)) return;
  const others = parents.map((parent) => (parent === last ? now : parent));
  writeFileAtomicSync(join(folder, `${name}.json`), printRecord({ ...record, parents: others }));
}

function numberOf(name: string): string {
  return name.slice(0, name.indexOf("_"));
}

/** Those from the one to the other, and those before them; throws `MigrationError` where a branch leaves or enters between. */
function rowBetween(
  files: readonly MigrationFile[],
  from: MigrationFile,
  to: MigrationFile,
): { before: readonly MigrationFile[]; row: readonly MigrationFile[] } {
  const before = withParents(files, from.parents);
  const row = withParents(files, [to.name]).filter((file) => !before.includes(file));
  if (!row.includes(from)) throw new MigrationError(`${to.name} does not come behind ${from.name}`);
  if (row.length < 2) throw new MigrationError("It takes two migrations to make one of them");
  const names = new Set(row.map(({ name }) => name));
  for (const file of files) {
    const isInside = names.has(file.name);
    const odd = file.parents.find((parent) =>
      isInside ? !names.has(parent) && file !== from : names.has(parent) && parent !== to.name,
    );
    if (odd === undefined) continue;
    throw new MigrationError(
      `${file.name} comes behind ${odd}, across the row from ${from.name} to ${to.name}: squash as far as the branches are joined`,
    );
  }
  return { before, row };
}

function isByHand({ record, data }: MigrationFile): boolean {
  return data !== null || record === null || record.byHand;
}

function checkSquashable({ name, data, record, hash }: MigrationFile, isElided: boolean): void {
  if (isElided && (record?.operations ?? []).length > 0)
    throw new MigrationError(`${name} changes tables, and cannot be left out: take --elide ${name} away`);
  if (isElided) return;
  if (data !== null) {
    throw new MigrationError(
      `${name} changes rows by code, which does not go into SQL: squash as far as it and from behind it, or say --elide ${name} ` +
        "where no new database needs it",
    );
  }
  if (record === null || record.sql !== hash) {
    throw new MigrationError(
      `${name} was written or edited by hand: run \`npx ormgen makemigrations --record\` first`,
    );
  }
}

/** What stands between migrations by hand is planned as one. */
function partsOf(row: readonly MigrationFile[], start: DatabaseState, elided: ReadonlySet<string>): Part[] {
  const parts: Part[] = [];
  let state = start;
  let planned: MigrationFile[] = [];
  const close = (): void => {
    if (planned.length > 0) parts.push(anew(planned, state));
    state = planned.flatMap(operationsOf).reduce(applyOperation, state);
    planned = [];
  };
  for (const file of row) {
    if (elided.has(file.name)) continue;
    if (!isByHand(file)) {
      planned.push(file);
      continue;
    }
    close();
    parts.push({ operations: operationsOf(file), forward: file.forward, reverse: file.reverse });
    state = operationsOf(file).reduce(applyOperation, state);
  }
  close();
  return parts;
}

function operationsOf({ record }: MigrationFile): readonly Operation[] {
  return record?.operations ?? [];
}

/** From where they begin to where they end; as they are where that would have to be asked. */
function anew(files: readonly MigrationFile[], before: DatabaseState): Part {
  const after = files.flatMap(operationsOf).reduce(applyOperation, before);
  const answers = new Answers(files.flatMap(({ record }) => record?.answers ?? []));
  const planned = planMigration({
    before,
    after,
    answers,
    fills: new Map(),
    online: before.tables.length > 0,
  });
  if (planned.kind === "planned") return planned;
  const reverses = files.map(({ reverse }) => reverse);
  return {
    operations: files.flatMap(operationsOf),
    forward: files.flatMap(({ forward }) => forward),
    reverse: reverses.includes(null) ? null : reverses.toReversed().flatMap((steps) => steps ?? []),
  };
}
