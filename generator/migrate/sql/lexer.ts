export type TokenKind = "space" | "comment" | "string" | "quoted" | "word" | "number" | "symbol";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins in the text. */
  readonly start: number;
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /\s+/y],
  ["comment", /--[^\r\n]*/y],
  ["string", /[eE]'(?:[^'\\]|\\[^]|'')*(?:'|$)/y],
  ["string", /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*(?:'|$)/y],
  ["quoted", /(?:[uU]&)?"(?:[^"]|"")*(?:"|$)/y],
  ["word", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ["number", /\d[\w.]*|\.\d\w*/y],
];
const DOLLAR = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** PostgreSQL's tokens as far as quoting goes; what is not closed reaches to the end. Joined, they are the text. */
export function lex(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const [kind, end] = tokenAt(sql, at);
    tokens.push({ kind, text: sql.slice(at, end), start: at });
    at = end;
  }
  return tokens;
}

function tokenAt(sql: string, at: number): readonly [TokenKind, number] {
  if (sql.startsWith("/*", at)) return ["comment", endOfComment(sql, at)];
  const dollar = match(DOLLAR, sql, at);
  if (dollar !== null) {
    const close = sql.indexOf(dollar, at + dollar.length);
    return ["string", close === -1 ? sql.length : close + dollar.length];
  }
  for (const [kind, pattern] of PATTERNS) {
    const found = match(pattern, sql, at);
    if (found !== null) return [kind, at + found.length];
  }
  return ["symbol", at + 1];
}

function match(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}

/** Comments of this kind nest. */
function endOfComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at += 1) {
    if (sql.startsWith("/*", at)) {
      depth += 1;
      at += 1;
    } else if (sql.startsWith("*/", at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return sql.length;
}
