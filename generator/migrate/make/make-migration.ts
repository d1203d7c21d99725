import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import type { Schema } from "../../schema/schema.js";
import { changesBetween } from "./changes.js";
import { Answers, type Answer, type Question } from "../difference/answers.js";
import { requireOneHead, headsOf } from "../files/graph.js";
import { LEGACY_STATE } from "../files/legacy-state.js";
import { printMigration } from "../files/print.js";
import { hashOfState, printRecord, type MigrationRecord } from "../files/record.js";
import { fillsOf } from "../state/fills-of.js";
import { foldMigrations } from "../files/fold.js";
import { requireMigration } from "../apply/plan.js";
import { MigrationError } from "../migration-errors.js";
import { hashOf, readMigrations, type MigrationFile } from "../files/migration-files.js";
import { applyOperation } from "../operations/index.js";
import { planMigration, type Proposal } from "../plan/plan-migration.js";
import type { Proved } from "../prove/prove-migration.js";
import { stateOf } from "../state/state-of.js";

export interface MakeOptions {
  /** What follows the number in the file's name. */
  readonly label?: string | undefined;
  readonly answers?: readonly Answer[];
  /** The short transactional form, for tables that nobody uses meanwhile. */
  readonly plain?: boolean;
  /** Make the last migration again in place of another one behind it. */
  readonly amend?: boolean;
  /** Make this migration again behind the other branch. */
  readonly rebase?: string | undefined;
  /** Write nothing. */
  readonly dryRun?: boolean;
  /** Tries what was planned before it is written, and notes what it found. */
  readonly prove?: (proposal: Proposal, files: readonly MigrationFile[]) => Promise<Proved>;
}

export type MadeMigration =
  | {
      readonly kind: "made";
      readonly name: string;
      /** Where it is more than one. */
      readonly names?: readonly string[];
      readonly files: readonly string[];
      readonly changes: readonly string[];
      readonly sql: string;
      /** Why it was not proved; null where it was. */
      readonly unproved: string | null;
    }
  | { readonly kind: "none"; readonly unused: readonly string[] }
  | {
      readonly kind: "questions";
      readonly questions: readonly Question[];
      readonly changes: readonly string[];
      readonly unused: readonly string[];
    };

/**
 * Writes the migration from what the folder's migrations hold to what the models say, or gives the questions that
 * have to be answered first.
 */
export async function makeMigration(
  schema: Schema,
  folder: string,
  options: MakeOptions = {},
): Promise<MadeMigration> {
  const { amend = false, dryRun = false, plain = false } = options;
  const all = readMigrations(folder);
  if (options.rebase === undefined) requireOneHead(all);
  const amended =
    options.rebase === undefined ? (amend ? all.at(-1) : undefined) : headNamed(all, options.rebase);
  const files = all.filter((file) => file !== amended);
  requireOneHead(files);
  const before = foldMigrations(files);
  const after = stateOf(schema);
  const given = [...(amended?.record?.answers ?? []), ...(options.answers ?? [])];
  const answers = new Answers(given);
  const planned = planMigration({ before, after, answers, fills: fillsOf(schema), online: !plain });
  const unused = amended !== undefined ? [] : answers.unused;
  if (planned.kind === "questions") {
    return {
      kind: "questions",
      questions: planned.questions,
      changes: changesBetween(before, after),
      unused,
    };
  }
  if (planned.operations.length === 0 && amended === undefined) return { kind: "none", unused };
  if (unused.length > 0) return { kind: "questions", questions: [], changes: planned.changes, unused };
  const { proposal, unproved } = (await options.prove?.(planned, files)) ?? {
    ...{ proposal: planned, unproved: null },
  };
  const name =
    amended !== undefined && amend
      ? amended.name
      : nextName(files, options.label ?? amended?.name.replace(/^\d+_/, ""));
  const sql = printMigration(name, proposal);
  const record = {
    ...{ parents: headsOf(files).map((head) => head.name), operations: proposal.operations },
    ...{
      answers: answers.used,
      byHand: false,
      sql: hashOf(sql),
      state: hashOfState(proposal.operations.reduce(applyOperation, before)),
    },
  };
  if (!dryRun) {
    writeMigration(folder, name, sql, record, files);
    if (amended !== undefined && amended.name !== name) removeMigration(folder, amended.name);
  }
  return {
    kind: "made",
    name,
    files: [`${name}.sql`, `${name}.json`],
    changes: proposal.changes,
    sql,
    unproved,
  };
}

/** The record last: SQL without one is what a run that was killed between the two leaves. */
export function writeMigration(
  folder: string,
  name: string,
  sql: string,
  record: MigrationRecord,
  others: readonly MigrationFile[],
): void {
  mkdirSync(folder, { recursive: true });
  takeOver(folder, others);
  // A record alone is no migration: where this is cut off, nothing was made.
  writeFileAtomicSync(join(folder, `${name}.json`), printRecord(record));
  writeFileAtomicSync(join(folder, `${name}.sql`), sql);
}

function removeMigration(folder: string, name: string): void {
  for (const end of ["sql", "json"]) rmSync(join(folder, `${name}.${end}`), { force: true });
}

/** The last migration of a branch; throws `MigrationError` where it is another one. */
function headNamed(files: readonly MigrationFile[], name: string): MigrationFile {
  const found = requireMigration(files, name);
  const heads = headsOf(files);
  if (heads.length > 1 && heads.includes(found)) return found;
  throw new MigrationError(
    heads.length < 2
      ? "There is nothing to rebase: the migrations end in one"
      : `${found.name} is not the last of its branch: those are ${heads.map((head) => head.name).join(" and ")}`,
  );
}

/** What once stood in one file for all migrations goes to the one that it belongs to. */
function takeOver(folder: string, files: readonly MigrationFile[]): void {
  for (const { name, record } of files) {
    if (record !== null) writeFileAtomicSync(join(folder, `${name}.json`), printRecord(record));
  }
  rmSync(join(folder, LEGACY_STATE), { force: true });
}

/** What the migrations do not hold of the models yet. */
export function pendingChanges(schema: Schema, folder: string): string[] {
  return changesBetween(foldMigrations(readMigrations(folder)), stateOf(schema));
}

export function nextName(files: readonly MigrationFile[], label: string | undefined): string {
  const last = Math.max(0, ...files.map(({ name }) => Number.parseInt(name, 10)));
  const number = String(last + 1).padStart(4, "0");
  return `${number}_${label ?? (files.length === 0 ? "initial" : "changes")}`;
}
