import { lex, type Token } from "./lexer.js";

export interface ConcurrentIndex {
  readonly action: "create" | "drop";
  /** As SQL, with its schema where the statement tells it. */
  readonly name: string;
}

/** The index that a statement makes or drops without stopping anybody; null where it is another statement. */
export function concurrentIndex(sql: string): ConcurrentIndex | null {
  const tokens = lex(sql).filter(({ kind }) => kind !== "space" && kind !== "comment");
  const at = tokens.findIndex((token) => is(token, "CONCURRENTLY"));
  const action = is(tokens[0], "CREATE") ? "create" : is(tokens[0], "DROP") ? "drop" : null;
  if (at === -1 || action === null || !tokens.slice(0, at).some((token) => is(token, "INDEX"))) return null;
  let from = at + 1;
  while (["IF", "NOT", "EXISTS"].some((word) => is(tokens[from], word))) from += 1;
  const name = nameAt(tokens, from);
  const on = tokens.findIndex((token) => is(token, "ON"));
  if (name.length === 0 || (action === "create" && on === -1)) return null;
  if (action === "drop") return { action, name: name.join(".") };
  const table = nameAt(tokens, is(tokens[on + 1], "ONLY") ? on + 2 : on + 1);
  return { action, name: [...table.slice(0, -1), ...name].join(".") };
}

function nameAt(tokens: readonly Token[], at: number): string[] {
  const parts: string[] = [];
  for (let next = at; tokens[next] !== undefined; next += 2) {
    parts.push(tokens[next]?.text ?? "");
    if (tokens[next + 1]?.text !== ".") break;
  }
  return parts;
}

function is(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === word;
}
