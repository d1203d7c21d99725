import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inOrder } from "./files/graph.js";
import { readLegacyState } from "./files/legacy-state.js";
import { parseMigration, type ParsedMigration } from "./files/parse.js";
import { readRecord, type MigrationRecord } from "./files/record.js";
import { hashOfState } from "./files/record.js";
import { applyOperation } from "./operations/index.js";
import { EMPTY } from "./state.js";

export interface MigrationFile extends ParsedMigration {
  /** `0001_initial`. */
  readonly name: string;
  readonly sql: string;
  /** Of the text, whatever its line ends. */
  readonly hash: string;
  /** What it comes behind. */
  readonly parents: readonly string[];
  /** Null for a file that somebody wrote by hand and did not record. */
  readonly record: MigrationRecord | null;
}

const FILE = /^(\d{4,}_[A-Za-z0-9_]+)\.sql$/;

/**
 * The migrations in the folder, parents first; none where there is no folder. One without a record comes behind the
 * one that its number follows.
 *
 * Throws `MigrationError` where a parent is missing, or a file cannot be read.
 */
export function readMigrations(folder: string): MigrationFile[] {
  const names = entriesOf(folder)
    .flatMap((entry) => FILE.exec(entry)?.[1] ?? [])
    .sort();
  const legacy = readLegacyState(folder);
  const files = names.map((name, at): MigrationFile => {
    const sql = readFileSync(join(folder, `${name}.sql`), "utf8");
    const hash = hashOf(sql);
    const parents = names.slice(Math.max(at - 1, 0), at);
    const former =
      legacy?.migration !== name
        ? null
        : {
            ...{ parents, operations: legacy.operations, answers: [], sql: hash, byHand: false },
            state: hashOfState(legacy.operations.reduce(applyOperation, EMPTY)),
          };
    const record = readRecord(folder, name) ?? former;
    return { name, sql, hash, ...parseMigration(name, sql), parents: record?.parents ?? parents, record };
  });
  return inOrder(files);
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
