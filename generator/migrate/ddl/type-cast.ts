import { uncollated } from "../state/column-type.js";
import { quoteName } from "./quote.js";

export interface Cast {
  /** The values stay as they are on the disk. */
  readonly free: boolean;
  /** The expression of USING; null where PostgreSQL converts by itself. */
  readonly using: string | null;
  /** Whether values can be refused or lost. */
  readonly narrow: boolean;
  /** Whether they can be lost without a word. */
  readonly loses: boolean;
}

const FREE: Cast = { free: true, using: null, narrow: false, loses: false };
const AUTO: Cast = { ...FREE, free: false };
/** A value that does not fit is an error. */
const NARROW: Cast = { ...AUTO, narrow: true };
/** A value that does not fit is cut or rounded. */
const LOSSY: Cast = { ...NARROW, loses: true };

const INTEGERS = ["smallint", "integer", "bigint"];
const FLOATS = ["real", "double precision"];

interface Parts {
  readonly base: string;
  readonly sizes: readonly number[];
}

/** What ALTER COLUMN TYPE does to the values of a column. */
export function castBetween(from: string, to: string, column: string): Cast {
  const [[a], [b]] = [uncollated(from), uncollated(to)];
  return betweenPlain(a, b, column);
}

function betweenPlain(from: string, to: string, column: string): Cast {
  if (from.endsWith("[]") && to.endsWith("[]")) {
    const inner = betweenPlain(from.slice(0, -2), to.slice(0, -2), column);
    return inner.using === null ? inner : { ...inner, using: `${quoteName(column)}::text[]::${to}` };
  }
  if (to === `${from}[]`) {
    const quoted = quoteName(column);
    return { ...AUTO, using: `CASE WHEN ${quoted} IS NOT NULL THEN ARRAY[${quoted}] END` };
  }
  if (from === `${to}[]`) return { ...LOSSY, using: `(${quoteName(column)})[1]` };
  const [a, b] = [parts(from), parts(to)];
  const explicit: Cast = { ...NARROW, using: `${quoteName(column)}::${to}` };
  if (isText(b)) return isText(a) ? betweenTexts(a, b) : b.base === "text" ? AUTO : NARROW;
  if (isText(a)) return explicit;
  if (isNumber(a) && isNumber(b)) return betweenNumbers(a, b);
  if (a.base === "bit" && b.base === "bit" && from !== to) return { ...explicit, loses: narrower(a, b) };
  if (a.base === b.base) return narrower(a, b) ? LOSSY : FREE;
  if (a.base === "date" && isStamp(b)) return AUTO;
  if (isStamp(a) && isStamp(b)) return narrower(a, b) ? LOSSY : a.base === b.base ? FREE : AUTO;
  if (isStamp(a) && (b.base === "date" || b.base === "time")) return LOSSY;
  if (["json", "jsonb"].includes(a.base) && ["json", "jsonb"].includes(b.base)) return AUTO;
  // No cast leads from or to the other integers.
  if (INTEGERS.includes(a.base) && b.base === "boolean")
    return { ...LOSSY, using: `${quoteName(column)} <> 0` };
  if (a.base === "boolean" && INTEGERS.includes(b.base))
    return { ...AUTO, using: `${quoteName(column)}::integer` };
  if (a.base === "money" && b.base === "numeric") return b.sizes.length === 0 ? AUTO : NARROW;
  if (b.base === "money" && ["integer", "bigint", "numeric"].includes(a.base)) return NARROW;
  return { ...LOSSY, using: `${quoteName(column)}::text::${to}` };
}

function betweenTexts(a: Parts, b: Parts): Cast {
  const [x = Infinity] = a.sizes;
  const [y = Infinity] = b.sizes;
  return y >= x ? FREE : NARROW;
}

function betweenNumbers(a: Parts, b: Parts): Cast {
  const [x, y] = [INTEGERS.indexOf(a.base), INTEGERS.indexOf(b.base)];
  if (x !== -1 && y !== -1) return y > x ? AUTO : y === x ? FREE : NARROW;
  if (a.base === "numeric" && b.base === "numeric") return narrower(a, b) ? LOSSY : FREE;
  if (x !== -1)
    return b.base === "numeric" && b.sizes.length > 0 ? NARROW : b.base === "numeric" || x < 2 ? AUTO : LOSSY;
  if (FLOATS.includes(a.base) && FLOATS.includes(b.base)) return b.base === "real" ? LOSSY : AUTO;
  return LOSSY;
}

/** Fewer digits before or behind the point; other types: a smaller size. */
function narrower(a: Parts, b: Parts): boolean {
  if (b.sizes.length === 0) return false;
  if (a.sizes.length === 0) return true;
  const [p = 0, s = 0] = a.sizes;
  const [q = 0, t = 0] = b.sizes;
  return a.base === "numeric" ? t < s || q - t < p - s || t !== s : q < p;
}

function parts(type: string): Parts {
  const [, base = type, sizes] = /^(.*?)\s*\(([\d\s,-]+)\)$/.exec(type) ?? [];
  return { base, sizes: sizes === undefined ? [] : sizes.split(",").map(Number) };
}

function isText({ base }: Parts): boolean {
  return base === "text" || base === "varchar" || base === "char" || base === "citext";
}

function isStamp({ base }: Parts): boolean {
  return base === "timestamptz" || base === "timestamp";
}

function isNumber({ base }: Parts): boolean {
  return base === "numeric" || INTEGERS.includes(base) || FLOATS.includes(base);
}
