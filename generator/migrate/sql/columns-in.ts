import { quoteName } from "../ddl/quote.js";
import { lex, type Token } from "./lexer.js";

/** Whether the expression names the column; a word of the same name that is something else counts too. */
export function mentions(sql: string | null, column: string): boolean {
  return sql !== null && lex(sql).some((token) => nameOf(token) === column);
}

/** The expression after the columns were renamed, as PostgreSQL itself keeps it. */
export function withRenamed(sql: string, from: string, to: string): string {
  return lex(sql)
    .map((token) => (nameOf(token) === from ? spelled(token, to) : token.text))
    .join("");
}

function nameOf({ kind, text }: Token): string | null {
  if (kind === "word") return text.toLowerCase();
  return kind === "quoted" && text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : null;
}

function spelled({ kind }: Token, name: string): string {
  return kind === "word" && /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteName(name);
}

/** Functions whose value is the same for all rows of a statement. */
const STABLE = new Set([
  "now",
  "to_timestamp",
  "to_date",
  "make_date",
  "timezone",
  "date_trunc",
  "lower",
  "upper",
]);

/** Whether each row may get another value, so that PostgreSQL would write the table anew. */
export function isVolatile(sql: string): boolean {
  const tokens = lex(sql).filter(({ kind }) => kind !== "space" && kind !== "comment");
  return tokens.some((token, at) => {
    const name = nameOf(token);
    return (
      name !== null && tokens[at + 1]?.text === "(" && !STABLE.has(name) && !isType(token, tokens[at - 1])
    );
  });
}

/** `x::varchar(3)` is no call. */
function isType({ kind }: Token, before: Token | undefined): boolean {
  return kind === "word" && before?.text === ":";
}
