import { InvalidValue } from "../../errors/index.js";
import { codecForOid, type Codec } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import type { Lookup } from "./lookup.js";
import { exactOperand, operand } from "./operand.js";

const itemOids: Readonly<Record<string, number>> = {
  int4range: 23,
  int8range: 20,
  numrange: 1700,
  daterange: 1082,
  tstzrange: 1184,
};

/** The codec of the values in a range. */
export function rangeItem(codec: Codec): Codec {
  return codecForOid(itemOids[codec.dbType] ?? 25);
}

function isRange(value: unknown): boolean {
  return value === "empty" || (typeof value === "object" && value !== null && "bounds" in value);
}

function compare(name: string, symbol: string): Lookup {
  return {
    name,
    kinds: ["range"],
    operands: (left, value) => [operand(left, value)],
    sql: (left, [right]) => fragment`${left.node} ${keyword(symbol)} ${(right ?? left).node}`,
  };
}

/** A range contains a range, or one value. */
const contains: Lookup = {
  name: "contains",
  kinds: ["range"],
  operands: (left, value) => [exactOperand(isRange(value) ? left : rangeItem(left), value)],
  sql: (left, [right]) => {
    const type = right?.codec ? `::${right.codec.dbType}` : "";
    return fragment`${left.node} @> ${(right ?? left).node}${keyword(type)}`;
  },
};

const rangeOids: Readonly<Record<string, number>> = {
  int2: 3904,
  int4: 3904,
  int8: 3926,
  numeric: 3906,
  float8: 3906,
  date: 3912,
  timestamptz: 3910,
};

/** A value is in a range: `{ pages__contained_by: { lower: 1, upper: 9, bounds: "[)" } }`. */
const containedBy: Lookup = {
  name: "contained_by",
  kinds: ["number", "decimal", "date", "timestamp"],
  operands(left, value) {
    const oid = rangeOids[left.dbType.replace(/\(.*\)$/, "")];
    if (oid === undefined) throw new InvalidValue(`there are no ranges of ${left.name}`);
    return [exactOperand(codecForOid(oid), value)];
  },
  sql(left, [right]) {
    // Small integers and floats have no ranges of their own.
    const type = { int2: "::int4", float8: "::numeric" }[left.codec?.dbType ?? ""] ?? "";
    return fragment`${left.node}${keyword(type)} <@ ${(right ?? left).node}`;
  },
};

/** https://docs.djangoproject.com/en/stable/ref/contrib/postgres/fields/#comparison-functions */
export const ranges: readonly Lookup[] = [
  contains,
  containedBy,
  compare("contained_by", "<@"),
  compare("overlap", "&&"),
  compare("fully_lt", "<<"),
  compare("fully_gt", ">>"),
  compare("not_lt", "&>"),
  compare("not_gt", "&<"),
  compare("adjacent_to", "-|-"),
];
