import { InvalidValue } from "../../errors/index.js";
import type { Kind } from "../../types/model-type.js";
import { arrayOf, text } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import { paramNode, sqlNode } from "../expression/node.js";
import { kindOf } from "../kind.js";
import { arrayRowsOf, isOneRow, isSubselect } from "../subselect.js";
import { alike } from "./alike.js";
import type { Lookup } from "./lookup.js";
import { computedAs, operand } from "./operand.js";

const whole = arrayOf(text);

function operator(name: string, symbol: string, kinds: readonly Kind[]): Lookup {
  return {
    name,
    kinds,
    operands: (left, value) => [operand(left, value)],
    sql(left, [right = left]) {
      const { left: one, right: others } = alike(left, [right]);
      return fragment`${one} ${keyword(symbol)} ${others[0] ?? one}`;
    },
  };
}

function keys(name: string, symbol: string): Lookup {
  return {
    name,
    kinds: ["json", "hstore"],
    operands(_left, value) {
      if (!Array.isArray(value)) throw new InvalidValue(`'${name}' takes an array of keys`);
      return [paramNode(whole, whole.encode(value as string[]))];
    },
    sql: (left, [right]) => fragment`${left.node} ${keyword(symbol)} ${(right ?? left).node}`,
  };
}

const hasKey: Lookup = {
  name: "has_key",
  kinds: ["json", "hstore"],
  operands: (_left, value) => [paramNode(text, text.encode(value as string))],
  sql: (left, [right]) => fragment`${left.node} ? ${(right ?? left).node}`,
};

/**
 * Beside an array, the rows of a queryset are one too: Django's ArraySubquery, which it puts under `overlap` itself. A
 * queryset of one row is that row's value, as everywhere.
 */
function ofRows(lookup: Lookup): Lookup {
  return {
    ...lookup,
    operands(left, value) {
      if (kindOf(left) !== "array" || !isSubselect(value) || isOneRow(value))
        return lookup.operands(left, value);
      return [sqlNode(["", `::${left.dbType}`], [arrayRowsOf(value)], computedAs(left))];
    },
  };
}

export const containers: readonly Lookup[] = [
  ofRows(operator("contains", "@>", ["array", "json", "hstore"])),
  ofRows(operator("contained_by", "<@", ["array", "json", "hstore"])),
  ofRows(operator("overlap", "&&", ["array"])),
  hasKey,
  keys("has_keys", "?&"),
  keys("has_any_keys", "?|"),
];
