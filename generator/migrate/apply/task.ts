import { setTimeout as wait } from "node:timers/promises";

export type Row = Readonly<Record<string, unknown>>;

/** What a task asks of the one connection that it runs on. */
export type Ask =
  | { readonly kind: "rows"; readonly sql: string; readonly parameters: readonly string[] }
  /** Several statements sent as one text: one transaction, unless a statement cannot be in one. */
  | { readonly kind: "script"; readonly sql: string }
  | { readonly kind: "pause"; readonly milliseconds: number };

/** Written once, driven in either style: asks are yielded and answered with rows, or have the error thrown into them. */
export type Task<T> = Generator<Ask, T, readonly Row[]>;

export function* rows(sql: string, parameters: readonly string[] = []): Task<readonly Row[]> {
  return yield { kind: "rows", sql, parameters };
}

export function* script(sql: string): Task<void> {
  yield { kind: "script", sql };
}

export function* pause(milliseconds: number): Task<void> {
  yield { kind: "pause", milliseconds };
}

/** One connection, for as long as a task runs. */
export interface Connection {
  rows(sql: string, parameters: readonly string[]): Promise<Row[]>;
  script(sql: string): Promise<void>;
}

export interface ConnectionSync {
  rows(sql: string, parameters: readonly string[]): Row[];
  script(sql: string): void;
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
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ask.milliseconds);
    } catch (error) {
      step = task.throw(error);
      continue;
    }
    step = task.next(answer);
  }
  return step.value;
}
