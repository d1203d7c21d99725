import { setTimeout as wait } from "node:timers/promises";
import { MigrationError } from "../migration-errors.js";

export type Row = Readonly<Record<string, unknown>>;

/** What a task asks of the one connection that it runs on. */
export type Ask =
  | { readonly kind: "rows"; readonly sql: string; readonly parameters: readonly string[] }
  /** Several statements sent as one text: one transaction, unless a statement cannot be in one. */
  | { readonly kind: "script"; readonly sql: string }
  | { readonly kind: "pause"; readonly milliseconds: number }
  /** Code of a migration, which is told the connection's name. */
  | { readonly kind: "code"; readonly code: Code };

export interface Code {
  readonly async: (using: string) => Promise<void>;
  readonly sync: (using: string) => void;
}

/** Written once, driven in either style: asks are yielded and answered with rows, or have the error thrown into them. */
export type Task<T> = Generator<Ask, T, readonly Row[]>;

export function* rows(sql: string, parameters: readonly string[] = []): Task<readonly Row[]> {
  return yield { kind: "rows", sql, parameters };
}

export function* script(sql: string): Task<void> {
  yield { kind: "script", sql };
}

export function* code(work: Code): Task<void> {
  yield { kind: "code", code: work };
}

export function* pause(milliseconds: number): Task<void> {
  yield { kind: "pause", milliseconds };
}

/** One connection, for as long as a task runs. */
export interface Connection {
  rows(sql: string, parameters: readonly string[]): Promise<Row[]>;
  script(sql: string): Promise<void>;
  /** The name under which queries of models find it; none where they cannot. */
  readonly using?: string;
}

export interface ConnectionSync {
  rows(sql: string, parameters: readonly string[]): Row[];
  script(sql: string): void;
  readonly using?: string;
}

export async function runTask<T>(connection: Connection, task: Task<T>, signal?: AbortSignal): Promise<T> {
  let step = task.next();
  while (step.done !== true) {
    let answer: readonly Row[] = [];
    try {
      signal?.throwIfAborted();
      const ask = step.value;
      if (ask.kind === "rows") answer = await connection.rows(ask.sql, ask.parameters);
      else if (ask.kind === "script") await connection.script(ask.sql);
      else if (ask.kind === "code") await ask.code.async(nameOf(connection));
      else await wait(ask.milliseconds, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      step = task.throw(error);
      continue;
    }
    step = task.next(answer);
  }
  return step.value;
}

/** The twin of `runTask`. */
export function runTaskSync<T>(connection: ConnectionSync, task: Task<T>): T {
  let step = task.next();
  while (step.done !== true) {
    let answer: readonly Row[] = [];
    try {
      const ask = step.value;
      if (ask.kind === "rows") answer = connection.rows(ask.sql, ask.parameters);
      else if (ask.kind === "script") connection.script(ask.sql);
      else if (ask.kind === "code") ask.code.sync(nameOf(connection));
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ask.milliseconds);
    } catch (error) {
      step = task.throw(error);
      continue;
    }
    step = task.next(answer);
  }
  return step.value;
}

function nameOf({ using }: { readonly using?: string }): string {
  if (using !== undefined) return using;
  throw new MigrationError("A data migration cannot run on this connection: models do not find it");
}
