import type { OperationNode } from "kysely";
import { fragment } from "../compile/fragment.js";
import { kindOf } from "../kind.js";
import { computedTexts } from "./operand.js";
import type { Sql } from "./sql.js";

/**
 * The sides of a comparison as PostgreSQL compares them: what stands beside json becomes json (`to_jsonb`), and a column
 * that may be one of varchar, which has no operators with text[], becomes the text[] that the database has made.
 */
export function alike(left: Sql, right: readonly Sql[]): { left: OperationNode; right: OperationNode[] } {
  const withJson = [left, ...right].some(isJson);
  const side = (one: Sql): OperationNode =>
    withJson && one.codec !== null && !isJson(one) ? fragment`to_jsonb(${one.node})` : one.node;
  const asTexts = right.some(({ codec }) => codec === computedTexts);
  return { left: asTexts ? fragment`(${left.node})::text[]` : side(left), right: right.map(side) };
}

function isJson({ codec }: Sql): boolean {
  return codec !== null && kindOf(codec) === "json";
}
