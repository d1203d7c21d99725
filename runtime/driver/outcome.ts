import { QueryAborted, StatementTimeout, TransactionOutcomeUnknown } from "../errors/index.js";
import { fateOf } from "./fate.js";
import { surelyReads } from "./harmless-sql.js";
import type { Effect } from "./statement.js";

/** A statement whose answer did not come. */
export interface Unanswered {
  readonly sql: string;
  readonly effect: Effect | undefined;
  /** Whether it was a transaction of its own: else what it did ended with its connection. */
  readonly alone: boolean;
  /** Whether it is one statement, and not a script that can commit on its way. */
  readonly whole: boolean;
}

/** What PostgreSQL runs as one whole; `CALL` and `DO` can commit on their way. */
const WHOLE = /^\s*(?:select|insert|update|delete|merge|values|table|with|show|explain)\b/iu;

/** What is thrown for it: a write alone, sent and not answered, may have happened or not. */
export function unansweredError(error: unknown, { sql, effect, alone, whole }: Unanswered): unknown {
  const fate = fateOf(error);
  if (!alone || fate === "never ran") return error;
  if (fate === "undone" && whole && WHOLE.test(sql)) return error;
  if ((effect?.own === true && effect.reads) || surelyReads(sql)) return error;
  const why =
    error instanceof QueryAborted
      ? "It was cancelled before its answer came"
      : error instanceof StatementTimeout
        ? "Its answer did not come in time"
        : "The connection was lost before its answer came";
  return new TransactionOutcomeUnknown(
    `${why}: this statement may have changed the database or not. Look before you repeat it.`,
    { cause: error, sql },
  );
}
