import type { ParsedStep } from "../files/parse.js";
import type { Batches } from "../operations/piece.js";
import { quoteName, quoteText } from "../ddl/quote.js";
import { quoteTable } from "../state/table-key.js";
import type { AppliedStep } from "./history.js";
import { moved, started, type Place } from "./journal.js";
import { rows, script, type Task } from "./task.js";

/** The keys of a batch, as text. */
export interface Bounds {
  /** Null where nothing lies below it. */
  readonly above: string | null;
  readonly to: string;
}

/**
 * Runs a statement over a table, so many rows at a time in the order of a key: a transaction each, in which the place
 * is written down. Rows behind the largest key of the beginning are left alone, so that it ends.
 */
export function* runBatches(
  place: Place,
  { sql }: ParsedStep,
  { size, table, column }: Batches,
  former: AppliedStep | undefined,
  run: (sql: string, journal: string, bounds: Bounds) => Task<void>,
): Task<void> {
  const [name, key] = [quoteTable(table), quoteName(column)];
  let at = former?.cursor?.at ?? null;
  let upper = former?.cursor?.upper;
  if (upper === undefined) {
    const [last] = yield* rows(`SELECT ${key}::text AS upper FROM ${name} ORDER BY ${key} DESC LIMIT 1`);
    if (last === undefined) return;
    upper = String(last.upper);
    yield* script(started(place, JSON.stringify({ at, upper })));
  }
  const before = `${key} <= ${quoteText(upper)}`;
  for (;;) {
    const from = at === null ? "" : `${key} > ${quoteText(at)} AND `;
    const [next] = yield* rows(
      `SELECT max(place)::text AS seen, (array_agg(k::text ORDER BY place DESC))[1] AS at FROM (
         SELECT ${key} AS k, row_number() OVER (ORDER BY ${key}) AS place FROM ${name}
         WHERE ${from}${before} ORDER BY ${key} LIMIT ${String(size)}) batch`,
    );
    if (typeof next?.at !== "string") return;
    const to = next.at;
    const batch = `(${from}${key} <= ${quoteText(to)})`;
    const journal = moved(place, JSON.stringify({ at: to, upper }), Number(next.seen));
    yield* run(
      sql.replaceAll("{batch}", () => batch),
      journal,
      { above: at, to },
    );
    at = to;
  }
}
