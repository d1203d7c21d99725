import type { OperationNode } from "kysely";
import { fragment, keyword } from "../compile/fragment.js";
import { kindOf } from "../kind.js";
import type { Kind } from "../../types/model-type.js";
import type { Lookup } from "./lookup.js";
import { patternOperand, textOperand } from "./operand.js";
import type { Sql } from "./sql.js";

const kinds: readonly Kind[] = [
  "text",
  "number",
  "decimal",
  "date",
  "time",
  "timestamp",
  "interval",
  "uuid",
  "inet",
  "json",
  "boolean",
  "custom",
];

/** The operand as text: a pattern compares characters, whatever the column is. */
export function asText(left: Sql): OperationNode {
  if (left.codec === null) return fragment`${left.node}::text`;
  if (kindOf(left.codec) === "json") return fragment`(${left.node} #>> '{}')`;
  // A cast would write the mask of a single address too: 10.0.0.1/32.
  if (kindOf(left.codec) === "inet") return fragment`abbrev(${left.node})`;
  return left.codec.oid === 25 || left.codec.oid === 1043 ? left.node : fragment`${left.node}::text`;
}

function like(name: string, before: string, after: string, folded: boolean): Lookup {
  return {
    name,
    kinds,
    operands: (_left, value) => [patternOperand(value, before, after)],
    sql: (left, [right]) =>
      folded
        ? fragment`upper(${asText(left)}) like upper(${(right ?? left).node})`
        : fragment`${asText(left)} like ${(right ?? left).node}`,
  };
}

function regex(name: string, operator: string): Lookup {
  return {
    name,
    kinds,
    operands: (_left, value) => [textOperand(value)],
    sql: (left, [right]) => fragment`${asText(left)} ${keyword(operator)} ${(right ?? left).node}`,
  };
}

const iexact: Lookup = {
  name: "iexact",
  kinds,
  operands: (_left, value) => [
    textOperand(typeof value === "number" || typeof value === "bigint" ? String(value) : value),
  ],
  sql: (left, [right]) => fragment`upper(${asText(left)}) = upper(${(right ?? left).node})`,
};

export const patterns: readonly Lookup[] = [
  iexact,
  like("contains", "%", "%", false),
  like("icontains", "%", "%", true),
  like("startswith", "", "%", false),
  like("istartswith", "", "%", true),
  like("endswith", "%", "", false),
  like("iendswith", "%", "", true),
  regex("regex", "~"),
  regex("iregex", "~*"),
];
