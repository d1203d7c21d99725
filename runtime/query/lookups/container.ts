import { InvalidValue } from "../../errors/index.js";
import type { Kind } from "../../types/model-type.js";
import { arrayOf, text } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import { paramNode } from "../expression/node.js";
import type { Lookup } from "./lookup.js";
import { operand } from "./operand.js";

const whole = arrayOf(text);

function operator(name: string, symbol: string, kinds: readonly Kind[]): Lookup {
  return {
    name,
    kinds,
    operands: (left, value) => [operand(left, value)],
    sql: (left, [right]) => fragment`${left.node} ${keyword(symbol)} ${(right ?? left).node}`,
  };
}

function keys(name: string, symbol: string): Lookup {
  return {
    name,
    kinds: ["json"],
    operands(_left, value) {
      if (!Array.isArray(value)) throw new InvalidValue(`'${name}' takes an array of keys`);
      return [paramNode(whole, whole.encode(value as string[]))];
    },
    sql: (left, [right]) => fragment`${left.node} ${keyword(symbol)} ${(right ?? left).node}`,
  };
}

const hasKey: Lookup = {
  name: "has_key",
  kinds: ["json"],
  operands: (_left, value) => [paramNode(text, text.encode(value as string))],
  sql: (left, [right]) => fragment`${left.node} ? ${(right ?? left).node}`,
};

export const containers: readonly Lookup[] = [
  operator("contains", "@>", ["array", "json"]),
  operator("contained_by", "<@", ["array", "json"]),
  operator("overlap", "&&", ["array"]),
  hasKey,
  keys("has_keys", "?&"),
  keys("has_any_keys", "?|"),
];
