import type { Kind } from "./tables.js";

/** True, false, or null for SQL's unknown. */
export type Truth = boolean | null;

type Compare = (order: number) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  exact: (order) => order === 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

/** As the database's upper(): letter by letter, so that ß stays one letter. */
const folded = (text: string) =>
  text.replace(/\p{Ll}/gu, (letter) => (letter === "ß" ? "ẞ" : letter.toUpperCase()));

const texts: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  iexact: (text, value) => folded(text) === folded(value),
  contains: (text, value) => text.includes(value),
  icontains: (text, value) => folded(text).includes(folded(value)),
  startswith: (text, value) => text.startsWith(value),
  istartswith: (text, value) => folded(text).startsWith(folded(value)),
  endswith: (text, value) => text.endsWith(value),
  iendswith: (text, value) => folded(text).endsWith(folded(value)),
  regex: (text, value) => new RegExp(value, "su").test(text),
  iregex: (text, value) => new RegExp(value, "sui").test(text),
};

const parts: Readonly<Record<string, (date: Date) => number>> = {
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  quarter: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  week_day: (date) => date.getUTCDay() + 1,
};

export const lookupsOf: Readonly<Record<Kind, readonly string[]>> = {
  number: [...Object.keys(comparisons), "in", "range", "isnull"],
  decimal: [...Object.keys(comparisons), "in", "range", "isnull"],
  text: [...Object.keys(comparisons), ...Object.keys(texts), "in", "range", "isnull"],
  date: [
    ...Object.keys(comparisons),
    "in",
    "range",
    "isnull",
    ...Object.keys(parts),
    "year__gte",
    "month__in",
  ],
  json: ["isbn", "has_key", "isbn__isnull"],
};

/** What a lookup says of a column's value. */
export function lookup(kind: Kind, value: unknown, name: string, right: unknown): Truth {
  if (name === "isnull") return (value === null) === right;
  if (name === "exact" && right === null) return value === null;
  if (name === "isbn__isnull" && value === null) return right as boolean;
  if (value === null) return null;
  if (typeof value === "object") return inJson(value as Readonly<Record<string, unknown>>, name, right);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const [first = "", then = "exact"] = name.split("__");
  const part = parts[first];
  if (part) return lookup("number", part(new Date(`${text}T00:00:00Z`)), then, right);
  if (name === "in")
    return (right as unknown[]).some((item) => item !== null && order(kind, value, item) === 0);
  if (name === "range") {
    const [from, to] = right as unknown[];
    return order(kind, value, from) >= 0 && order(kind, value, to) <= 0;
  }
  const compare = comparisons[name];
  if (compare) return compare(order(kind, value, right));
  return texts[name]?.(text, String(right)) ?? null;
}

function inJson(value: Readonly<Record<string, unknown>>, name: string, right: unknown): Truth {
  if (name === "has_key") return Object.hasOwn(value, String(right));
  const found = value["isbn"];
  if (name === "isbn__isnull") return (found === undefined) === right;
  return found === undefined ? null : found === right;
}

function order(kind: Kind, left: unknown, right: unknown): number {
  if (kind === "text" || kind === "date")
    return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
  return Number(left) - Number(right);
}
