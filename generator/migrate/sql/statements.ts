import { lex, type Token } from "./lexer.js";

export interface SqlStatement {
  /** Without the semicolon, and without comments before it. */
  readonly text: string;
  /** Where it begins in the text that was split. */
  readonly start: number;
  /** Its words outside quotes, in capitals, to tell what it is. */
  readonly words: readonly string[];
}

/** The statements of a script: split where a semicolon stands outside quotes, comments and `BEGIN ATOMIC` bodies. */
export function statementsOf(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let current: Token[] = [];
  let depth = 0;
  const close = (): void => {
    const first = current.findIndex(isMeant);
    if (first !== -1) {
      const last = current.findLastIndex(isMeant);
      const meant = current.slice(first, last + 1);
      statements.push({
        text: meant.map(({ text }) => text).join(""),
        start: meant[0]?.start ?? 0,
        words: wordsOf(meant),
      });
    }
    current = [];
    depth = 0;
  };
  for (const token of lex(sql)) {
    if (token.kind === "symbol" && token.text === ";" && depth === 0) {
      close();
      continue;
    }
    current.push(token);
    if (token.kind === "word") depth = bodyDepth(depth, token.text.toUpperCase(), current);
  }
  close();
  return statements;
}

function bodyDepth(depth: number, word: string, before: readonly Token[]): number {
  if (word === "ATOMIC" && wordsOf(before).at(-2) === "BEGIN") return depth + 1;
  if (depth === 0) return 0;
  return word === "CASE" ? depth + 1 : word === "END" ? depth - 1 : depth;
}

function isMeant({ kind }: Token): boolean {
  return kind !== "space" && kind !== "comment";
}

function wordsOf(tokens: readonly Token[]): string[] {
  return tokens.filter(({ kind }) => kind === "word").map(({ text }) => text.toUpperCase());
}

/** Whether the statement would begin or end a transaction. */
export function controlsTransaction({ words: [first = "", second = ""] }: SqlStatement): boolean {
  if (first === "START") return second === "TRANSACTION";
  if (first === "PREPARE") return second === "TRANSACTION";
  return ["BEGIN", "COMMIT", "ROLLBACK", "ABORT", "END", "SAVEPOINT", "RELEASE"].includes(first);
}
