import type { QueryEvent } from "../executor/run/events.js";
import { recorded } from "./recorded-queries.js";

/**
 * Fails where the callback, of either style, runs the same query again and again from one line: a query for each row
 * (N + 1). Gives what the callback gives.
 *
 * ```ts
 * expectNoRepeats(() => {
 *   for (const book of Book.objects.all()) console.log(book.author.name);
 * });   // AssertionError: 48 calls at catalogue.ts:12 ran the same query: …
 * ```
 *
 * Values do not count: a query is the same where its SQL is. Several statements of one call (batches, the chunks of a
 * stream) are no repeats, nor are calls from different lines. Throws an `AssertionError` that names each line.
 */
export function expectNoRepeats<T>(fn: () => T): T {
  return recorded(
    fn,
    (queries) => {
      const repeats = [...bySite(queries).values()].filter(({ calls }) => calls.size > 1);
      return repeats.length === 0 ? null : repeats.map(told).join("\n");
    },
    expectNoRepeats,
  );
}

interface Site {
  readonly event: QueryEvent;
  readonly calls: Set<number>;
}

function bySite(queries: readonly QueryEvent[]): Map<string, Site> {
  const sites = new Map<string, Site>();
  for (const event of queries) {
    const key = JSON.stringify([event.caller, event.sql]);
    const site = sites.get(key) ?? { event, calls: new Set() };
    sites.set(key, site);
    site.calls.add(event.call);
  }
  return sites;
}

function told({ event: { caller = "", sql, model }, calls }: Site): string {
  const place = caller === "" ? "" : ` ${caller}`;
  const whose = model === undefined ? "" : ` of ${model}`;
  return (
    `${String(calls.size)} calls${place} ran the same query${whose}: ask once, before the loop ` +
    `(selectRelated, prefetchRelated, __in).\n  ${sql}`
  );
}
