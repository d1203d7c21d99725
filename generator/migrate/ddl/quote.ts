/** `"a ""b"""`: an identifier always stands in quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"audit"."entry"`, wherever the search path leads. */
export function quoteIn(schema: string, name: string): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

export function quoteNames(names: readonly string[]): string {
  return names.map(quoteName).join(", ");
}

/** `'it''s'`, for a session with standard_conforming_strings, the default since PostgreSQL 9.1. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A user's SQL in parentheses; a comment at its end must not swallow the closing one. */
export function grouped(sql: string): string {
  return sql.includes("--") ? `(${sql}\n)` : `(${sql})`;
}
