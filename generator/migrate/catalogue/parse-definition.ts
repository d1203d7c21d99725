import { lex, type Token } from "../sql/lexer.js";
import { withSharedOps } from "../state/declared-index.js";
import type {
  CheckState,
  ExcludeState,
  ForeignKeyState,
  IndexColumn,
  IndexState,
  UniqueState,
} from "../state/state.js";
import type { CatalogueConstraint, CatalogueIndex } from "./catalogue.js";
import { keyOf } from "./compare.js";

/** A check as models write it; null where it is one that they cannot say. */
export function parseCheck({ name, definition }: CatalogueConstraint): CheckState | null {
  const [, sql, notValid] = /^CHECK \(([^]*)\)( NOT VALID)?$/.exec(definition) ?? [];
  if (sql === undefined) return null;
  return { name, sql: unwrapped(sql), ...(notValid !== undefined && { notValid: true }) };
}

export function parseUnique({ name, columns, definition }: CatalogueConstraint): UniqueState | null {
  const nullsNotDistinct = definition.startsWith("UNIQUE NULLS NOT DISTINCT");
  const tokens = meant(definition);
  const [, behindKeys] = list(tokens, nullsNotDistinct ? 4 : 1);
  const [include, behind] = includedBehind(tokens, behindKeys);
  const deferrable = deferrableOf(tokens.slice(behind));
  if (deferrable === null) return null;
  return { name, columns, nullsNotDistinct, deferrable, ...(include.length > 0 && { include }) };
}

/** `EXCLUDE USING gist (room_id WITH =, during WITH &&) WHERE (…)`; null where models cannot say it. */
export function parseExclude({ name, definition }: CatalogueConstraint): ExcludeState | null {
  const tokens = meant(definition);
  if (tokens[0]?.text !== "EXCLUDE" || tokens[1]?.text !== "USING") return null;
  const [written, behindParts] = list(tokens, 3);
  const [include, behindIncluded] = includedBehind(tokens, behindParts);
  const isPartial = tokens[behindIncluded]?.text === "WHERE";
  const [, behind] = isPartial ? list(tokens, behindIncluded + 1) : [[], behindIncluded];
  const condition = isPartial
    ? definition.slice(tokens[behindIncluded + 1]?.start, endOf(tokens[behind - 1]))
    : null;
  const deferrable = deferrableOf(tokens.slice(behind));
  const parts = written.flatMap((part) => {
    const at = part.findLastIndex(({ text }) => text === "WITH");
    const key = at === -1 ? null : parseKey(part.slice(0, at), definition);
    return key === null ? [] : { key, operator: textOf(part.slice(at + 1), definition) };
  });
  if (deferrable === null || parts.length < written.length) return null;
  const where = condition === null ? null : unwrapped(condition);
  return { name, using: unquoted(tokens[2]), parts, where, include, deferrable };
}

function meant(definition: string): Token[] {
  return lex(definition).filter(({ kind }) => kind !== "space");
}

/** What an index carries along, and the place behind it. */
function includedBehind(tokens: readonly Token[], at: number): [string[], number] {
  if (tokens[at]?.text !== "INCLUDE") return [[], at];
  const [names, behind] = list(tokens, at + 1);
  return [names.map(([first]) => unquoted(first)), behind];
}

/** Null where something else stands there. */
function deferrableOf(tokens: readonly Token[]): UniqueState["deferrable"] | null {
  const text = tokens.map((token) => token.text).join(" ");
  if (text === "") return false;
  if (text === "DEFERRABLE") return "immediate";
  return text === "DEFERRABLE INITIALLY DEFERRED" ? true : null;
}

function endOf(token: Token | undefined): number {
  return token === undefined ? 0 : token.start + token.text.length;
}

const ACTION = "CASCADE|RESTRICT|SET NULL|SET DEFAULT";
const BEHIND = new RegExp(
  `^(?: ON UPDATE (${ACTION}))?(?: ON DELETE (${ACTION}))?( DEFERRABLE(?: INITIALLY DEFERRED)?)?$`,
);

/** Null where it has an option that models cannot say. */
export function parseForeignKey({
  name,
  columns,
  target,
  definition,
}: CatalogueConstraint): ForeignKeyState | null {
  const tokens = meant(definition);
  const references = tokens.findIndex(({ text }) => text === "REFERENCES");
  const open = tokens.findIndex(({ text }, at) => at > references && text === "(");
  const [, behind] = list(tokens, open);
  // `ON DELETE SET NULL (c)` ends in a list too: what is behind the columns referred to is looked at from its start.
  const found = BEHIND.exec(
    tokens
      .slice(behind)
      .map(({ text }) => ` ${text}`)
      .join(""),
  );
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

/** Null where it has an option that models cannot say. */
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
  const behindNulls = behindIncluded + (nullsNotDistinct ? 3 : 0);
  const isStored = tokens[behindNulls]?.text === "WITH";
  const [stored, place] = isStored ? list(tokens, behindNulls + 1) : [[], behindNulls];
  const condition = tokens[place]?.text === "WHERE" ? tokens[place + 1] : undefined;
  if (tokens[place] !== undefined && condition === undefined) return null;
  const parts = keys.flatMap((key) => parseKey(key, definition) ?? []);
  if (parts.length < keys.length) return null;
  return {
    ...{
      name,
      unique: tokens[1]?.text === "UNIQUE",
      using: method === "btree" ? null : unquoted(tokens[at + 1]),
    },
    ...withSharedOps(parts, null),
    include: included.map((part) => unquoted(part[0])),
    where: condition === undefined ? null : unwrapped(definition.slice(condition.start)),
    nullsNotDistinct,
    with: stored.map(storageParameter).sort(),
  };
}

/** `fillfactor='70'` is `fillfactor=70`. */
function storageParameter(tokens: readonly Token[]): string {
  const [name, , ...value] = tokens.map(({ text }) => text);
  const given = value.join("");
  return `${name ?? ""}=${/^'\w+'$/u.test(given) ? given.slice(1, -1) : given}`;
}

/** A column, a call or an expression in parentheses, then what is said of it. */
function parseKey(key: readonly Token[], definition: string): IndexColumn | null {
  const [first] = key;
  if (first === undefined) return null;
  const isColumn = (first.kind === "word" || first.kind === "quoted") && !isCall(key);
  const behind = isColumn ? 1 : behindExpression(key);
  const rest = key.slice(behind).map(({ text }) => text);
  const nulls = rest.at(-2) === "NULLS" ? (rest.splice(-2).at(1) === "FIRST" ? "first" : "last") : null;
  const descending = rest.at(-1) === "DESC" && rest.pop() !== undefined;
  const collation =
    rest[0] === "COLLATE" ? qualified(rest.splice(0, 1 + lengthOfName(rest.slice(1))).slice(1)) : null;
  const ops = rest.length === 0 ? null : rest.join("");
  return {
    ...(isColumn
      ? { name: unquoted(first) }
      : { name: null, expression: unwrapped(textOf(key.slice(0, behind), definition)) }),
    descending,
    ...(ops !== null && { ops }),
    ...(collation !== null && { collation }),
    ...(nulls !== null && { nulls }),
  };
}

/** `lower(…)`, `public.slug(…)`. */
function isCall(key: readonly Token[]): boolean {
  return key[lengthOfName(key.map(({ text }) => text))]?.text === "(";
}

function lengthOfName(texts: readonly string[]): number {
  return texts[1] === "." ? 3 : 1;
}

function behindExpression(key: readonly Token[]): number {
  const open = key[0]?.text === "(" ? 0 : lengthOfName(key.map(({ text }) => text));
  return list(key, open)[1];
}

function qualified(texts: readonly string[]): string {
  return texts.length === 1 && texts[0] !== undefined ? unquotedText(texts[0]) : texts.join("");
}

function textOf(tokens: readonly Token[], definition: string): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first === undefined || last === undefined
    ? ""
    : definition.slice(first.start, last.start + last.text.length);
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
  return unquotedText(token?.text ?? "");
}

function unquotedText(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

/** Without the parentheses that stand around all of it. */
function unwrapped(sql: string): string {
  const tokens = lex(sql).filter(({ kind }) => kind !== "space");
  const first = tokens[0];
  if (first?.text !== "(") return sql;
  const [, behind] = list(tokens, 0);
  return behind === tokens.length ? unwrapped(sql.slice(first.start + 1, tokens.at(-1)?.start)) : sql;
}
