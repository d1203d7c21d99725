import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../difference/answers.js";
import { MigrationError } from "../migration-errors.js";
import { isOperation } from "../operations/index.js";
import type { Operation } from "../operations/operation.js";
import { dataRecord, type DataRecord } from "../data/data-source.js";
import type { DatabaseState } from "../state/state.js";
import { compacted, expanded } from "./compact.js";

/** What stands beside a migration's SQL. */
export interface MigrationRecord {
  readonly parents: readonly string[];
  /** What it does to the state. */
  readonly operations: readonly Operation[];
  readonly answers: readonly Answer[];
  /** Of the SQL that the operations were recorded for. */
  readonly sql: string;
  /** Of the state behind it. */
  readonly state: string;
  /** Whether somebody wrote it: it may hold what models cannot say. */
  readonly byHand: boolean;
  /** The migrations that it stands for, where it was squashed out of several; absent where it was not. */
  readonly replaces?: readonly string[];
  /** Of a change in two migrations: whether old and new programs may run behind it. */
  readonly phase?: "expand" | "contract";
  /** How the models of a migration in TypeScript are made. */
  readonly data?: DataRecord;
}

/** The record beside a migration; null where there is none. Throws `MigrationError` where it is not one. */
export function readRecord(folder: string, name: string): MigrationRecord | null {
  const file = `${name}.json`;
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const found = parsed(text);
  if (found === null) {
    throw new MigrationError(
      `${file} cannot be read: restore it from your version control, or remove it and run \`npx ormgen makemigrations --record\``,
    );
  }
  return found;
}

function parsed(text: string): MigrationRecord | null {
  try {
    const {
      parents,
      operations,
      answers = [],
      sql,
      state,
      byHand,
      replaces,
      phase,
      data,
    } = JSON.parse(text) as Record<string, unknown>;
    if (!Array.isArray(parents) || !parents.every((each) => typeof each === "string")) return null;
    if (!Array.isArray(operations) || typeof sql !== "string" || typeof state !== "string") return null;
    if (!operations.every(isOperation) || !Array.isArray(answers)) return null;
    const models = dataRecord(data);
    return {
      parents,
      operations: operations.map(expanded),
      answers: answers as Answer[],
      sql,
      state,
      byHand: byHand === true,
      ...((phase === "expand" || phase === "contract") && { phase }),
      ...(Array.isArray(replaces) && { replaces: replaces.map(String) }),
      ...(models !== null && { data: models }),
    };
  } catch {
    return null;
  }
}

/** An operation a line, so that a difference is read and merged by line. */
export function printRecord({
  parents,
  operations,
  answers,
  sql,
  state,
  byHand,
  replaces,
  phase,
  data,
}: MigrationRecord): string {
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
  const lines = [
    `"parents": ${JSON.stringify(parents)}`,
    `"operations": ${list(operations.map(compacted))}`,
    `"answers": ${list(answers)}`,
    `"sql": ${JSON.stringify(sql)}`,
    `"state": ${JSON.stringify(state)}`,
    ...(byHand ? ['"byHand": true'] : []),
    ...(phase === undefined ? [] : [`"phase": ${JSON.stringify(phase)}`]),
    ...(replaces === undefined ? [] : [`"replaces": ${JSON.stringify(replaces)}`]),
    ...(data === undefined ? [] : [`"data": ${JSON.stringify(data)}`]),
  ];
  return `{\n${lines.map((line) => `  ${line}`).join(",\n")}\n}\n`;
}

/** Equal for equal states. */
export function hashOfState(state: DatabaseState): string {
  return createHash("sha256")
    .update(JSON.stringify({ ...state, unmanaged: undefined }, sortedKeys))
    .digest("hex");
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
