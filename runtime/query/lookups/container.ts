import { InvalidValue } from "../../errors/index.js";
import type { Kind } from "../../types/model-type.js";
import { arrayOf, text } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import { paramNode } from "../expression/node.js";
import type { Lookup } from "./lookup.js";
import { arrayRowsOf, isSubselect } from "../subselect.js";
import { computedTexts, operand } from "./operand.js";

const whole = arrayOf(text);

function operator(name: string, symbol: string, kinds: readonly Kind[]): Lookup {
  return {
    name,
    kinds,
    operands: (left, value) => [operand(left, value)],
    sql(left, [right = left]) {
      const of = right.codec === computedTexts ? fragment`${left.node}::text[]` : left.node;
      return fragment`${of} ${keyword(symbol)} ${right.node}`;
    },
  };
}

/** Whether two arrays have an item in common; of a queryset, the array of its values. */
const overlap: Lookup = {
  ...operator("overlap", "&&", ["array"]),
  operands: (left, value) => [isSubselect(value) ? arrayRowsOf(value) : operand(left, value)],
};

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

export const containers: readonly Lookup[] = [
  operator("contains", "@>", ["array", "json", "hstore"]),
  operator("contained_by", "<@", ["array", "json", "hstore"]),
  overlap,
  hasKey,
  keys("has_keys", "?&"),
  keys("has_any_keys", "?|"),
];
