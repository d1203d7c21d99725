import { InvalidValue } from "../../errors/index.js";
import type { BooleanExpression, FilteredRelation } from "../../types/index.js";
import { isEmpty } from "../expression/conditions.js";
import { Expr } from "../expression/expr.js";
import { filteredNode } from "../expression/filtered-node.js";
import { nodeOf } from "./aggregates.js";

/**
 * A relation under a name of the queryset's own, to those rows alone that meet a condition: the condition stands in the
 * join, so that who has no such row stays in. Conditions, orders, `values()` and aggregates then go by the name.
 *
 * ```ts
 * Author.objects
 *   .annotate({ drafts: filteredRelation("books", Book.q({ status: "draft" })) })
 *   .annotate((f) => ({ n: count(f.drafts) }))
 * // … left join "book" on ("author"."id" = "book"."author_id" and "book"."status" = $1)
 * ```
 *
 * @param relation a relation, or a path of relations: `"books__reviews"`.
 * @param condition on the rows at its end.
 * @throws InvalidLookup for a path that leads to no relation, InvalidQuery for a condition on other rows.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#filteredrelation-objects
 */
export function filteredRelation<const P extends string>(
  relation: P,
  condition?: BooleanExpression,
): FilteredRelation<P>;
export function filteredRelation(...given: readonly [unknown, unknown?]): unknown {
  const [relation, condition] = given;
  if (typeof relation !== "string" || relation === "")
    throw new InvalidValue("filteredRelation() takes the name of a relation, and a condition on its rows");
  const node = given.length === 1 ? null : nodeOf(condition, "filteredRelation");
  return new Expr(filteredNode(relation.split("__"), node && isEmpty(node) ? null : node));
}
