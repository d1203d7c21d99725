import { InvalidValue } from "../../errors/index.js";
import { fragment, joined, keyword } from "../compile/fragment.js";
import { alike } from "./alike.js";
import type { Lookup } from "./lookup.js";
import { listOperand, operand, pairOperand } from "./operand.js";

function compare(name: string, operator: string): Lookup {
  return {
    name,
    kinds: null,
    operands: (left, value) => [operand(left, value)],
    sql(left, [right = left]) {
      const { left: one, right: others } = alike(left, [right]);
      return fragment`${one} ${keyword(operator)} ${others[0] ?? one}`;
    },
  };
}

export const isnull: Lookup = {
  name: "isnull",
  kinds: null,
  operands(_left, value) {
    if (typeof value !== "boolean") throw new InvalidValue("'isnull' takes true or false");
    return [];
  },
  sql: (left) => fragment`${left.node} is null`,
};

/** What `isnull: false` becomes: the value decides the SQL, so it is a lookup of its own, which no keyword names. */
export const isnotnull: Lookup = {
  name: "isnotnull",
  kinds: null,
  operands: () => [],
  sql: (left) => fragment`${left.node} is not null`,
};

/** What json's null becomes under a key: unlike other values it decides the SQL around, so it is a lookup of its own. */
export const jsonnull: Lookup = { ...compare("jsonnull", "="), kinds: ["json"] };

const list: Lookup = {
  name: "in",
  kinds: null,
  operands: listOperand,
  sql(left, right) {
    const [only, ...more] = right;
    if (!only) return keyword("false");
    if (more.length === 0 && only.codec?.dbType.endsWith("[]") && !left.codec?.dbType.endsWith("[]")) {
      return fragment`${left.node} = any(${only.node})`;
    }
    if (more.length === 0 && only.codec === null) return fragment`${left.node} in ${only.node}`;
    const { left: one, right: others } = alike(left, right);
    return fragment`${one} in (${joined(others, ", ")})`;
  },
};

const range: Lookup = {
  name: "range",
  kinds: null,
  operands: pairOperand,
  sql(left, [from = left, to = left]) {
    const { left: one, right: others } = alike(left, [from, to]);
    return fragment`${one} between ${others[0] ?? one} and ${others[1] ?? one}`;
  },
};

export const comparisons: readonly Lookup[] = [
  compare("exact", "="),
  compare("gt", ">"),
  compare("gte", ">="),
  compare("lt", "<"),
  compare("lte", "<="),
  isnull,
  isnotnull,
  list,
  range,
];
