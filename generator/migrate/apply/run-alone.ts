import type { ParsedStep } from "../files/parse.js";
import { MigrationError } from "../migration-errors.js";
import { concurrentIndex, type ConcurrentIndex } from "../sql/concurrent-index.js";
import { quoteText } from "../ddl/quote.js";
import { statementsOf } from "../sql/statements.js";
import type { AppliedStep } from "./history.js";
import { failed, finished, started, type Place } from "./journal.js";
import { refused, serverAnswer } from "./refusal.js";
import { rows, script, type Task } from "./task.js";

/**
 * Runs a statement that cannot be in a transaction. Between its end and the note of it everything may be killed: then
 * the next run looks what became of it.
 */
export function* runAlone(
  file: string,
  place: Place,
  step: ParsedStep,
  former: AppliedStep | undefined,
  { unknown }: { readonly unknown?: "retry" | "skip" | undefined },
): Task<void> {
  const index = concurrentIndex(step.sql);
  if (former !== undefined && (yield* isDone(file, step, former, index, unknown))) {
    return yield* script(finished(place));
  }
  yield* script(started(place));
  try {
    yield* script(step.sql);
  } catch (error) {
    const answer = serverAnswer(error);
    if (answer !== null) yield* script(failed(place, answer.message));
    throw refused(file, step, error, 0, "The steps before it were applied");
  }
  yield* script(finished(place));
}

/** What became of a statement that was begun. */
function* isDone(
  file: string,
  { sql, line }: ParsedStep,
  former: AppliedStep,
  index: ConcurrentIndex | null,
  unknown: "retry" | "skip" | undefined,
): Task<boolean> {
  if (index !== null) {
    const [found] = yield* rows(
      `SELECT indisvalid::text AS valid FROM pg_index WHERE indexrelid = to_regclass(${quoteText(index.name)})`,
    );
    if (index.action === "drop") return found === undefined;
    if (found?.valid === "true") return true;
    // What a build that was cut off leaves behind is never used, and would stand in the way.
    if (found !== undefined) yield* script(`DROP INDEX CONCURRENTLY ${index.name}`);
    return false;
  }
  const [{ words = [] } = {}] = statementsOf(sql);
  if (
    former.error !== null ||
    words.includes("VALIDATE") ||
    words[0] === "VACUUM" ||
    words[0] === "REINDEX"
  ) {
    return false;
  }
  if (unknown !== undefined) return unknown === "skip";
  throw new MigrationError(
    `${file}:${String(line)}: this statement was begun, and nobody knows whether it was done: look at the database, then ` +
      "say --retry-step to run it, or --skip-step to go on behind it",
  );
}
