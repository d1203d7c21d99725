import type { ParsedStep } from "../files/parse.js";
import { MigrationError } from "../migration-errors.js";
import { controlsTransaction, statementsOf } from "../sql/statements.js";
import { runAlone } from "./run-alone.js";
import { runCode } from "./run-code.js";
import { runBatches } from "./run-batches.js";
import type { AppliedStep } from "./history.js";
import { finished, type Place } from "./journal.js";
import { LOCK_TIMEOUT, lockTimeoutSql, patiently } from "./patiently.js";
import { refused } from "./refusal.js";
import { checkLock } from "./session-lock.js";
import { script, type Task } from "./task.js";

export interface StepOptions {
  /** How long a statement waits for a lock, so that who reads does not queue behind it; two seconds. */
  readonly lockTimeout?: number | undefined;
  /** What to do with a statement of which nobody knows whether it ran. */
  readonly unknown?: "retry" | "skip" | undefined;
}

/** Does one step of a migration, or goes on with it. `entry` notes the migration itself, and is done with the step. */
export function* runStep(
  file: string,
  place: Place,
  step: ParsedStep,
  former: AppliedStep | undefined,
  entry: { readonly begun: string; readonly done: string },
  options: StepOptions,
): Task<void> {
  yield* checkLock();
  const { lockTimeout = LOCK_TIMEOUT } = options;
  const within = `${lockTimeoutSql(lockTimeout)};\n`;
  if (step.mode === "alone") {
    yield* script(entry.begun);
    yield* runAlone(file, place, step, former, options);
    if (entry.done !== "") yield* script(entry.done);
  } else if (step.mode === "transaction") {
    const text = `${within}${step.sql}\n;${finished(place)}\n${entry.begun}\n${entry.done}`;
    yield* send(file, step, text, within.length);
  } else if (step.mode === "code") {
    yield* runCode(place, step, former, entry, lockTimeout);
  } else {
    yield* script(entry.begun);
    yield* runBatches(place, step, step.mode, former, (sql, journal) =>
      send(file, { ...step, sql }, `${within}${sql}\n;${journal}`, within.length),
    );
    yield* script(`${finished(place)}\n${entry.done}`);
  }
}

/** Sends the text of a transaction. */
function* send(file: string, step: ParsedStep, text: string, offset: number): Task<void> {
  const consequence = "Nothing of this step was applied";
  yield* patiently(
    `${file}:${String(step.line)}`,
    () => script(text),
    (error) => refused(file, step, error, offset, consequence),
    consequence,
  );
}

/** Throws `MigrationError` where a step could not be done as a whole or not at all. */
export function checkStep(file: string, { mode, sql, line }: ParsedStep): void {
  const statements = statementsOf(sql);
  const place = (start: number): string =>
    `${file}:${String(line + sql.slice(0, start).split("\n").length - 1)}`;
  const control = statements.find(controlsTransaction);
  if (control !== undefined) {
    throw new MigrationError(
      `${place(control.start)}: this begins or ends a transaction: each step runs in one of its own already`,
    );
  }
  const outside = statements.find(({ words }) => words.includes("CONCURRENTLY") || words[0] === "VACUUM");
  if (mode === "transaction" && outside !== undefined) {
    throw new MigrationError(
      `${place(outside.start)}: this cannot run in a transaction: write "-- step N: alone" before it`,
    );
  }
  if (mode === "alone" && statements.length !== 1) {
    throw new MigrationError(
      `${file}:${String(line)}: a step "alone" is one statement, not ${String(statements.length)}`,
    );
  }
  if (typeof mode === "object" && (statements.length !== 1 || !sql.includes("{batch}"))) {
    throw new MigrationError(
      `${file}:${String(line)}: a step in batches is one statement with {batch} in its condition`,
    );
  }
}
