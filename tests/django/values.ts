import { hostile } from "../library/rows.js";
import type { Dice } from "./dice.js";
import type { Kind, Shelf } from "./shelf.js";

const comparisons = ["exact", "gt", "gte", "lt", "lte", "in", "range", "isnull"];
const patterns = ["iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith"];
const days = ["year", "month", "day", "week_day", "iso_week_day", "quarter", "week", "iso_year"];

/** The lookups that a column of a kind is asked by. */
export const lookupsOf: Readonly<Record<Kind, readonly string[]>> = {
  number: [...comparisons, "contains", "startswith"],
  decimal: comparisons,
  boolean: ["exact"],
  text: [...comparisons, ...patterns, "regex", "iregex"],
  date: [...comparisons, ...days, "year__gte", "year__lt", "month__in", "contains"],
  timestamp: [
    ...["gt", "lte", "isnull", "range", "year", "hour", "minute__gt", "second", "week_day"],
    ...["date", "date__gte", "time__lt"],
  ],
  json: [
    ...["isbn", "isbn__isnull", "isbn__in", "isbn__startswith", "isbn__icontains", "languages__isnull"],
    ...["languages__0", "n", "n__gt", "deep__a__lt", "has_key", "has_keys", "has_any_keys"],
    ...["contains", "contained_by"],
  ],
};

const fragments = ["%", "_", "\\", "'", '"', "a_b", "SS", "ß", "東京", "\n", "", "o", "O", "1"];

/** A value for a lookup, out of what is stored. */
export function valueFor(dice: Dice, kind: Kind, lookup: string, stored: readonly unknown[]): unknown {
  const last = lookup.split("__").at(-1) ?? "";
  if (last === "isnull") return dice.chance(50);
  if (kind === "json") return jsonValue(dice, lookup);
  if (last.endsWith("regex")) return dice.pick(["^1", "o+", "[a-c]", "s$", "^$", "%|_", "ß"]);
  const part = partValue(dice, lookup);
  if (part !== undefined && (kind === "date" || kind === "timestamp")) return part;
  const all = kind === "text" ? [...stored, ...fragments, ...hostile] : stored;
  if (all.length === 0) return null;
  // An empty list makes Django answer without asking: what it then says hides what the rest means.
  if (last === "in") return [...dice.some(all, 1, 4), ...(dice.chance(10) ? [null] : [])];
  if (last === "range") return [dice.pick(all), dice.pick(all)];
  if (last === "exact" && kind !== "boolean" && dice.chance(15)) return null;
  const asText = (last === "contains" || last === "startswith") && kind !== "text";
  return asText ? dice.pick(["1", "2", "0", "19"]) : dice.pick(all);
}

/** What is compared with a part of a date or a moment. */
function partValue(dice: Dice, lookup: string): unknown {
  switch (lookup) {
    case "year":
    case "iso_year":
    case "year__gte":
    case "year__lt":
      return dice.pick([1955, 1970, 1988, 2001, 2005, 2015, 2024]);
    case "month":
    case "day":
      return dice.int(1, 28);
    case "week_day":
    case "iso_week_day":
    case "quarter":
      return dice.int(1, 7);
    case "week":
      return dice.int(1, 40);
    case "month__in":
      return dice.some([1, 2, 3, 5, 9, 12], 1, 3);
    case "hour":
    case "second":
    case "minute__gt":
      return dice.int(0, 30);
    case "date":
    case "date__gte":
      return dice.pick(["2024-01-31", "2024-02-29", "2024-03-01"]);
    case "time__lt":
      return dice.pick(["12:00:00", "06:30:00"]);
    default:
      return undefined;
  }
}

function jsonValue(dice: Dice, lookup: string): unknown {
  switch (lookup) {
    case "has_keys":
    case "has_any_keys":
      return dice.some(["isbn", "languages", "n", "x"], 1, 2);
    case "contains":
      return dice.pick([{ languages: ["en"] }, { isbn: "978-1" }, {}, { n: 3 }]);
    case "contained_by":
      return dice.pick([{ languages: ["en", "no", "de"] }, { isbn: "978-1", n: 1 }, {}]);
    case "isbn__in":
      return dice.some(["978-1", "978-4", "978-7"], 1, 3);
    case "n":
    case "n__gt":
    case "deep__a__lt":
      return dice.int(0, 5);
    case "languages__0":
      return dice.pick(["en", "no"]);
    case "isbn":
      return dice.pick(["978-1", "978-4", null]);
    default:
      return dice.pick(["isbn", "languages", "978-1", "97", "x", "n"]);
  }
}

/** What stands anywhere in columns of a kind. */
export function storedOf(shelf: Shelf, kind: Kind): unknown[] {
  if (kind === "boolean") return [true, false];
  if (kind === "number") return [0, 1, 2, 3, 5, 10];
  return Object.values(shelf).flatMap(({ columns, rows }) =>
    Object.entries(columns).flatMap(([name, other]) =>
      other === kind ? rows.map((row) => row[name]).filter((value) => value != null) : [],
    ),
  );
}
