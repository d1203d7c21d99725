import { lex, type Token } from "../sql/lexer.js";
import type { CheckState, ForeignKeyState, IndexState, UniqueState } from "../state.js";
import type { CatalogueConstraint, CatalogueIndex } from "./catalogue.js";
import { keyOf } from "./compare.js";

/** A check as models write it; null where it is one that they cannot say. */
export function parseCheck({ name, definition }: CatalogueConstraint): CheckState | null {
  const sql = /^CHECK \(([^]*)\)$/.exec(definition)?.[1];
  return sql === undefined ? null : { name, sql: unwrapped(sql) };
}

export function parseUnique({ name, columns, definition }: CatalogueConstraint): UniqueState | null {
  const rest = definition.replace(/^UNIQUE( NULLS NOT DISTINCT)? \([^]*?\)(?= DEFERRABLE|$)/, "");
  const deferrable = rest === " DEFERRABLE INITIALLY DEFERRED";
  if (!deferrable && rest !== "") return null;
  return { name, columns, nullsNotDistinct: definition.startsWith("UNIQUE NULLS NOT DISTINCT"), deferrable };
}

const ACTION = "CASCADE|RESTRICT|SET NULL|SET DEFAULT";
const BEHIND = new RegExp(
  `\\)(?: ON UPDATE (${ACTION}))?(?: ON DELETE (${ACTION}))?( DEFERRABLE(?: INITIALLY DEFERRED)?)?$`,
);

/** Null where it has an option that models cannot say. */
export function parseForeignKey({
  name,
  columns,
  target,
  definition,
}: CatalogueConstraint): ForeignKeyState | null {
  const found = BEHIND.exec(definition);
  if (target === null || found === null) return null;
  const [, onUpdate = null, onDelete = null, deferrable = ""] = found;
  return {
    ...{
      name,
      columns,
      table: keyOf(target.schema, target.table),
      targets: target.columns,
      onDelete,
      onUpdate,
    },
    checked: deferrable === "" ? "immediate" : deferrable.endsWith("DEFERRED") ? "deferred" : "deferrable",
  };
}

/** Null where it has a key that is no plain column, or an option that models cannot say. */
export function parseIndex({ name, definition }: CatalogueIndex): IndexState | null {
  const tokens = lex(definition).filter(({ kind }) => kind !== "space");
  const at = tokens.findIndex(({ text }) => text === "USING");
  const method = tokens[at + 1]?.text;
  if (at === -1 || method === undefined) return null;
  const [keys, behindKeys] = list(tokens, at + 2);
  const isIncluding = tokens[behindKeys]?.text === "INCLUDE";
  const [included, behindIncluded] = isIncluding ? list(tokens, behindKeys + 1) : [[], behindKeys];
  const rest = tokens.slice(behindIncluded).map(({ text }) => text);
  const nullsNotDistinct = rest.slice(0, 3).join(" ") === "NULLS NOT DISTINCT";
  const place = behindIncluded + (nullsNotDistinct ? 3 : 0);
  const condition = tokens[place]?.text === "WHERE" ? tokens[place + 1] : undefined;
  if (tokens[place] !== undefined && condition === undefined) return null;
  const parts = keys.map(parseKey);
  const ops = new Set(parts.map((part) => part?.ops ?? null));
  if (parts.includes(null) || ops.size > 1) return null;
  return {
    ...{ name, unique: tokens[1]?.text === "UNIQUE", using: method === "btree" ? null : method },
    columns: parts.flatMap((part) =>
      part === null ? [] : [{ name: part.name, descending: part.descending }],
    ),
    ops: [...ops][0] ?? null,
    include: included.map((part) => unquoted(part[0])),
    where: condition === undefined ? null : unwrapped(definition.slice(condition.start)),
    nullsNotDistinct,
  };
}

function parseKey(key: readonly Token[]): { name: string; descending: boolean; ops: string | null } | null {
  const [first, ...rest] = key;
  if (first === undefined || (first.kind !== "word" && first.kind !== "quoted")) return null;
  if (rest.some(({ text }) => text === "(" || text === "COLLATE" || text === "NULLS")) return null;
  const descending = rest.at(-1)?.text === "DESC";
  const ops = rest.slice(0, descending ? -1 : undefined).map(({ text }) => text);
  return { name: unquoted(first), descending, ops: ops.length === 0 ? null : ops.join("") };
}

/** The parts of a list in parentheses, and the place behind it. */
function list(tokens: readonly Token[], open: number): [Token[][], number] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    if (depth === 0) return [parts, at + 1];
    if (depth === 1 && token.text === ",") parts.push([]);
    else if (!(depth === 1 && token.text === "(" && at === open)) parts.at(-1)?.push(token);
  }
  return [parts, tokens.length];
}

function unquoted(token: Token | undefined): string {
  const text = token?.text ?? "";
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Without the parentheses that stand around all of it. */
function unwrapped(sql: string): string {
  const tokens = lex(sql).filter(({ kind }) => kind !== "space");
  const first = tokens[0];
  if (first?.text !== "(") return sql;
  const [, behind] = list(tokens, 0);
  return behind === tokens.length ? sql.slice(first.start + 1, tokens.at(-1)?.start) : sql;
}
