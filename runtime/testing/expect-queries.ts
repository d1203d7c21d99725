import { InvalidValue } from "../errors/index.js";
import { listed, recorded } from "./recorded-queries.js";

/**
 * Fails unless the callback, of either style, runs so many queries. Gives what the callback gives.
 *
 * ```ts
 * const books = await expectQueries(1, () => Book.objects.selectRelated("author").toArray());
 * expectQueries(0, () => books.map((book) => book.author.name));
 * ```
 *
 * A query counts where the callback, or what it calls, runs it: not what another test runs meanwhile. BEGIN, COMMIT and
 * savepoints do not count. Throws an `AssertionError` that lists the queries with their SQL and their callers' lines.
 * https://docs.djangoproject.com/en/stable/topics/testing/tools/#django.test.TransactionTestCase.assertNumQueries
 */
export function expectQueries<T>(count: number, fn: () => T): T {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new InvalidValue("expectQueries() takes a number of queries, a whole one from 0.");
  return recorded(
    fn,
    (queries) => {
      if (queries.length === count) return null;
      const found = queries.length === 0 ? "none ran." : `${String(queries.length)} ran:\n${listed(queries)}`;
      return `${String(count)} ${count === 1 ? "query was" : "queries were"} expected, and ${found}`;
    },
    expectQueries,
  );
}
