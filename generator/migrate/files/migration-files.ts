import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PLAIN_RECORD, type DataSource } from "../data/data-source.js";
import { inOrder, withParents } from "./graph.js";
import { readLegacyState } from "./legacy-state.js";
import { parseMigration, type ParsedMigration, type ParsedStep } from "./parse.js";
import { readRecord, type MigrationRecord } from "./record.js";
import { hashOfState } from "./record.js";
import { foldMigrations } from "./fold.js";
import { MigrationError } from "../migration-errors.js";
import { applyOperation } from "../operations/index.js";
import { EMPTY } from "../state/state.js";

export interface MigrationFile extends ParsedMigration {
  /** `0001_initial`. */
  readonly name: string;
  readonly sql: string;
  /** Null where it is SQL. */
  readonly data: DataSource | null;
  /** Of the text, whatever its line ends. */
  readonly hash: string;
  /** What it comes behind. */
  readonly parents: readonly string[];
  /** Null for a file that somebody wrote by hand and did not record. */
  readonly record: MigrationRecord | null;
}

const FILE = /^(\d{4,}_[A-Za-z0-9_]+)\.(sql|ts)$/;

/**
 * The migrations in the folder, parents first; none where there is no folder. One without a record comes behind the
 * one that its number follows. Those that a squashed one stands for are not among them: squashing may have been cut off.
 *
 * Throws `MigrationError` where a parent is missing, or a file cannot be read.
 */
export function readMigrations(folder: string): MigrationFile[] {
  const found = entriesOf(folder)
    .flatMap((entry) => {
      const [, name = "", end = ""] = FILE.exec(entry) ?? [];
      return name === "" ? [] : [{ name, end }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const records = new Map(found.map(({ name }) => [name, readRecord(folder, name)]));
  const squashed = squashedIn(records);
  const entries = found.filter(({ name }) => !squashed.has(name));
  const legacy = readLegacyState(folder);
  const files = entries.map(({ name, end }, at): MigrationFile => {
    if (entries[at + 1]?.name === name)
      throw new MigrationError(`${name} is there as .sql and as .ts: keep one of them`);
    const sql = readFileSync(join(folder, `${name}.${end}`), "utf8");
    const hash = hashOf(sql);
    const parents = entries.slice(Math.max(at - 1, 0), at).map((each) => each.name);
    const former: MigrationRecord | null =
      legacy?.migration !== name
        ? null
        : {
            ...{ parents, operations: legacy.operations, answers: [], sql: hash, byHand: false },
            state: hashOfState(legacy.operations.reduce(applyOperation, EMPTY)),
          };
    const record = records.get(name) ?? former;
    const behind = (record?.parents ?? parents).map((parent) => squashed.get(parent) ?? parent);
    const known = { name, sql, hash, parents: behind, record };
    if (end === "sql") return { ...known, ...parseMigration(name, sql), data: null };
    const data: DataSource = {
      ...{ name, path: resolve(folder, `${name}.ts`), record: record?.data ?? PLAIN_RECORD },
      state: () => foldMigrations(withParents(files, known.parents)),
    };
    return { ...known, data, forward: codeSteps(data), reverse: null, reverseText: null };
  });
  return inOrder(files);
}

/** Migrations that another one stands for, and which. */
function squashedIn(records: ReadonlyMap<string, MigrationRecord | null>): ReadonlyMap<string, string> {
  return new Map(
    [...records].flatMap(([name, record]) => (record?.replaces ?? []).map((former) => [former, name])),
  );
}

/** The one step of a migration in TypeScript, on either way. */
export function codeSteps(data: DataSource): ParsedStep[] {
  return [{ mode: "code", sql: "", loses: [], note: "", line: 1, data }];
}

/** The code of the migration; null where it is SQL, or has no file. */
export function dataOf(files: readonly MigrationFile[], name: string): DataSource | null {
  return files.find((file) => file.name === name)?.data ?? null;
}

export function hashOf(sql: string): string {
  return createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex");
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
