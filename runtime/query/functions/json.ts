import { InvalidValue } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import { json, text } from "../../values/index.js";
import { literalNode } from "../expression/literal.js";
import { sqlNode, type Node } from "../expression/node.js";
import { gaps, operandOf, wrap } from "./scalar.js";

/** A json object of names and values: `jsonObject({ title: Book.f.title })` makes `jsonb_build_object($1, "title")`. */
export function jsonObject(values: Readonly<Record<string, unknown>>): Of<unknown> {
  const operands = Object.entries(values).flatMap(([name, value]): Node[] => [
    sqlNode(["", "::text"], [literalNode(name, text)], text),
    typed(value),
  ]);
  return wrap(sqlNode(gaps("jsonb_build_object(", operands.length, ", ", ")"), operands, json));
}

/** A json array of values. */
export function jsonArray(...values: readonly unknown[]): Of<unknown> {
  const operands = values.map(typed);
  return wrap(sqlNode(gaps("jsonb_build_array(", operands.length, ", ", ")"), operands, json));
}

function typed(value: unknown): Node {
  if (value === undefined) throw new InvalidValue("a json value is undefined: pass null, or leave it out");
  if (value === null) return sqlNode(["null::text"], [], text);
  const node = operandOf(value);
  return node.kind === "param" ? sqlNode(["", `::${node.param.codec.dbType}`], [node], node.codec) : node;
}
