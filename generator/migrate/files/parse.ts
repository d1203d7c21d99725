import { MigrationError } from "../migration-errors.js";
import { lex, type Token } from "../sql/lexer.js";
import { partsOf, printable } from "../state/table-key.js";
import type { DataSource } from "../data/data-source.js";
import type { Step } from "../plan/step.js";

export interface ParsedStep extends Step {
  /** The line of the file in which its SQL begins. */
  readonly line: number;
  /** The code of a step in TypeScript. */
  readonly data?: DataSource;
}

export interface ParsedMigration {
  readonly forward: readonly ParsedStep[];
  /** Null where the file has no way back. */
  readonly reverse: readonly ParsedStep[] | null;
  /** The text of the way back, as it is remembered in the database. */
  readonly reverseText: string | null;
}

interface Directive {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The steps of a migration's file. A directive is a comment at the start of a line, outside of any statement; SQL
 * before the first one is a step in a transaction.
 *
 * Throws `MigrationError` where a directive is not one that exists.
 */
export function parseMigration(name: string, sql: string): ParsedMigration {
  const forward: ParsedStep[] = [];
  let reverse: ParsedStep[] | null = null;
  let reverseText: string | null = null;
  let header: Header = { mode: "transaction", loses: [], note: "" };
  let from = 0;
  const close = (end: number): void => {
    const text = sql.slice(from, end);
    if (!lex(text).some(isMeant)) return;
    const blank = text.length - text.trimStart().length;
    (reverse ?? forward).push({ ...header, sql: text.trim(), line: lineAt(sql, from + blank) });
  };
  for (const { text, start, end } of directivesOf(sql)) {
    close(start);
    from = end;
    if (/^-- reverse\s*$/.test(text)) {
      if (reverse !== null)
        throw new MigrationError(`${name}.sql:${String(lineAt(sql, start))}: a second "-- reverse"`);
      reverse = [];
      reverseText = sql.slice(end).trim();
      header = { mode: "transaction", loses: [], note: "" };
    } else header = headerOf(text, `${name}.sql:${String(lineAt(sql, start))}`);
  }
  close(sql.length);
  return { forward, reverse, reverseText };
}

function directivesOf(sql: string): Directive[] {
  const directives: Directive[] = [];
  let inside = false;
  for (const token of lex(sql)) {
    if (token.kind === "symbol" && token.text === ";") inside = false;
    else if (isMeant(token)) inside = true;
    if (inside || token.kind !== "comment" || !/^-- (?:step \d|reverse\s*$)/.test(token.text)) continue;
    const before = sql[token.start - 1];
    if (before !== undefined && before !== "\n" && before !== "\r") continue;
    directives.push({ text: token.text, start: token.start, end: token.start + token.text.length });
  }
  return directives;
}

const HEADER =
  /^-- step \d+: (?:(transaction|alone)|batches of (\d+) by ((?:"(?:[^"\\]|\\.)*"|[^\s"()])+))\s*((?:\(.*\))?)\s*$/;

interface Header {
  readonly mode: Exclude<Step["mode"], "code">;
  readonly loses: readonly string[];
  readonly note: string;
}

function headerOf(text: string, place: string): Header {
  const [found, plain, size, key = "", notes = ""] = HEADER.exec(text) ?? [];
  if (found === undefined) {
    throw new MigrationError(
      `${place}: this is no step: write "-- step 1: transaction", "-- step 1: alone" or "-- step 1: batches of 1000 by table.column"`,
    );
  }
  const [lost = "", loses] = losesOf(notes);
  const note = notes
    .replace(lost, "")
    .trim()
    .replace(/^\(|\)$/g, "");
  if (plain === "transaction" || plain === "alone") return { mode: plain, loses, note };
  const parts = partsOf(key);
  const column = parts.pop() ?? "";
  if (parts.length === 0 || Number(size) < 1) {
    throw new MigrationError(
      `${place}: batches go by a column of a table: "-- step 1: batches of 1000 by note.id"`,
    );
  }
  return { mode: { size: Number(size), table: parts.map(printable).join("."), column }, loses, note };
}

function losesOf(notes: string): [string | undefined, string[]] {
  const [text, list = ""] = /\(loses data: ((?:"(?:[^"\\]|\\.)*"|[^"()])*)\)/.exec(notes) ?? [];
  return [text, [...(list.match(/(?:"(?:[^"\\]|\\.)*"|[^",\s])+/g) ?? [])]];
}

function isMeant({ kind, text }: Token): boolean {
  return kind !== "space" && kind !== "comment" && text !== ";";
}

function lineAt(sql: string, at: number): number {
  return sql.slice(0, at).split("\n").length;
}
