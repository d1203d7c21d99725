import { InvalidValue, knownOptions } from "../../errors/index.js";
import { WRITES, type Statement } from "../../driver/statement.js";
import type { Result } from "../../driver/result.js";
import { emit, queries, query, traits, transaction, type Operation } from "../../executor/run/operation.js";
import type { QuerySet } from "../../query/queryset.js";
import type { QueryState } from "../../query/state.js";
import { asksNothing, fetch, selectStatement, shaped } from "./fetch.js";
import { lockedBy, refuseUnheld } from "./locks.js";

const ROWS = 2000;
let cursors = 0;

/** The rows in chunks from a cursor of the server: the program never holds more than one chunk. */
export function* iterate(queryset: QuerySet, options: { readonly chunkSize?: number } = {}): Operation<void> {
  knownOptions("iterate()", options, ["chunkSize"]);
  const { state } = queryset;
  const size = options.chunkSize ?? ROWS;
  if (!Number.isSafeInteger(size) || size < 1) throw new InvalidValue("chunkSize is a whole number from 1");
  if (asksNothing(state)) return;
  const locked = lockedBy(state);
  if (locked) yield* refuseUnheld(locked, state.using);
  const { singleSession, inTransaction } = yield* traits(state.using);
  // On the one session of an embedded database a transaction would take in whatever the consumer does meanwhile.
  if (singleSession && !inTransaction) yield* stream(state, size, "held");
  else yield* transaction(() => stream(state, size, inTransaction ? "closed" : "ending"), state.using);
}

/** All rows of one query, for plain iteration. */
export function* each(queryset: QuerySet): Operation<void> {
  yield* emit(yield* fetch(queryset.state));
}

/** What ends a cursor: `held` outlives its transaction, `ending` ends with one of its own. */
type Cursor = "held" | "closed" | "ending";

function* stream(state: QueryState, size: number, kind: Cursor): Operation<void> {
  const { statement, extra } = selectStatement(state);
  const cursor = `ormgen_cursor_${String(++cursors)}`;
  const declare: Statement = {
    ...statement,
    sql: `declare ${cursor} no scroll cursor${kind === "held" ? " with hold" : ""} for ${statement.sql}`,
    name: null,
    columns: [],
    effect: WRITES,
    ...(kind === "held" ? { holds: 1 } : {}),
  };
  const fetchNext = { ...plain(`fetch ${String(size)} from ${cursor}`), columns: statement.columns };
  let failed = false;
  let declared = false;
  try {
    let reply: Result | undefined;
    if (kind === "held") {
      yield* query(declare, state.using);
      declared = true;
      reply = yield* query(fetchNext, state.using);
    } else {
      [, reply] = yield* queries([declare, fetchNext], state.using);
      declared = true;
    }
    for (;;) {
      const { rows } = reply as Result;
      if (rows.length > 0) yield* emit(yield* shaped(state, extra, rows));
      if (rows.length < size) break;
      reply = yield* query(fetchNext, state.using);
    }
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    if (declared && kind !== "ending") yield* close(cursor, state.using, kind === "held", failed);
  }
}

/** After a failure the first error is what counts: a transaction that is aborted takes its cursors with it. */
function* close(cursor: string, using: string | undefined, held: boolean, failed: boolean): Operation<void> {
  try {
    yield* query({ ...plain(`close ${cursor}`), ...(held ? { holds: -1 } : {}) }, using);
  } catch (error) {
    if (!failed) throw error;
  }
}

function plain(sql: string): Statement {
  return { sql, name: null, parameters: [], columns: [], effect: WRITES };
}
