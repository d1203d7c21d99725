import type { Statement } from "../../driver/statement.js";
import { InvalidValue } from "../../errors/index.js";
import { currentContext, inContext } from "../context.js";

export type QueryTags = Readonly<Record<string, string>>;

/**
 * Every query inside carries the tags as a comment behind its SQL, as sqlcommenter writes them: the server's log and
 * `pg_stat_activity` then say where a query came from.
 *
 * ```ts
 * await withQueryTags({ route: "/books" }, () => Book.objects.get({ id: 3 }));
 * // select … where "library_book"."id" = $1 … with a comment behind it: route='%2Fbooks'
 * ```
 *
 * Such a statement is not prepared under a name, since its text may be another each time. Throws `InvalidValue` for a
 * tag that is not a text.
 * https://google.github.io/sqlcommenter/spec/
 */
export function withQueryTags<T>(tags: QueryTags, fn: () => T): T {
  return inContext({ tags: { ...currentContext().tags, ...checked(tags) } }, fn);
}

/** Keys in order, both parts percent-encoded: no value can end the comment, or begin another. */
export function tagged(statement: Statement, tags: QueryTags | undefined): Statement {
  if (tags === undefined || Object.keys(tags).length === 0) return statement;
  const pairs = Object.entries(tags)
    .map(([key, value]) => `${encoded(key)}='${encoded(value)}'`)
    .sort();
  return { ...statement, sql: `${statement.sql} /*${pairs.join(",")}*/`, name: null };
}

function checked(tags: QueryTags): QueryTags {
  for (const [key, value] of Object.entries(tags)) {
    if (typeof (value as unknown) !== "string")
      throw new InvalidValue(`The query tag "${key}" is not a text.`);
  }
  return tags;
}

/** What encodeURIComponent leaves alone and a comment or a quote does not. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, "\uFFFD")).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
