import { currentContext } from "../context.js";
import type { Result } from "../../driver/result.js";
import { onLease, onLeaseSync } from "./on-lease.js";
import { query, type Operation } from "./operation.js";
import { databaseFor, noteWrite } from "../connection/registry.js";
import { runAsync } from "./run-async.js";
import { runSync } from "./run-sync.js";
import { textOf } from "./text-of.js";
import { OrmgenError } from "../../errors/index.js";

export type Row = Record<string, unknown>;

/** Rows as objects, columns as the server describes them: for migrations and tests. */
export function executeRaw(sql: string, parameters: readonly unknown[] = [], using?: string): Promise<Row[]> {
  return runAsync(raw(sql, parameters, using));
}

/** The twin of `executeRaw`. */
export function executeRawSync(sql: string, parameters: readonly unknown[] = [], using?: string): Row[] {
  return runSync(raw(sql, parameters, using));
}

function* raw(sql: string, parameters: readonly unknown[], using?: string): Operation<Row[]> {
  return asObjects(yield* described(sql, parameters, using));
}

export function* described(sql: string, parameters: readonly unknown[], using?: string): Operation<Result> {
  return yield* query({ sql, name: null, parameters: parameters.map(textOf), columns: null }, using);
}

export function asObjects({ names, rows }: Result): Row[] {
  const columns = names ?? [];
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

/**
 * Several statements as one text, without parameters, outside a transaction unless the text opens one.
 * A failure undoes the whole text, as PostgreSQL runs it in one implicit transaction.
 */
export async function executeScript(sql: string, using = currentContext().main): Promise<void> {
  refuseInside(using);
  const asker = { holder: "a script", pin: currentContext().pin } as const;
  try {
    await onLease(databaseFor(using), asker, (session) => session.script(sql));
  } finally {
    noteWrite(using);
  }
}

/** The twin of `executeScript`. */
export function executeScriptSync(sql: string, using = currentContext().main): void {
  refuseInside(using);
  const asker = { holder: "a script", pin: currentContext().pin } as const;
  try {
    onLeaseSync(databaseFor(using), asker, (session) => session.scriptSync(sql));
  } finally {
    noteWrite(using);
  }
}

function refuseInside(using: string): void {
  if (!currentContext().transactions.has(using)) return;
  throw new OrmgenError(
    "executeScript() inside atomic(): its text could end the transaction; use executeRaw().",
  );
}
