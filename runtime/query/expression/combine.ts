import type { BooleanExpression, Condition, OwnedAs } from "../../types/index.js";
import { InvalidLookup } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import { boolean } from "../../values/index.js";
import { keyword } from "../keywords.js";
import { every, isEmpty, negate, odd, some } from "./conditions.js";
import { Expr } from "./expr.js";
import { keywordNode, type Node } from "./node.js";

function nodesOf(name: string, conditions: readonly unknown[]): Node[] {
  if (conditions.length === 0) throw new InvalidLookup(`${name}() takes at least one condition`);
  return conditions.flatMap((condition) => {
    if (condition instanceof Expr) return isEmpty(condition.node) ? [] : condition.node;
    throw new InvalidLookup(`${name}() takes expressions: write Book.q({ … }) for keyword conditions`);
  });
}

/**
 * Rows that meet any of the conditions.
 *
 * ```ts
 * Book.objects.filter(or(Book.q({ pages__lt: 100 }), Book.f.rating.gt(4)))
 * // … WHERE ("pages" < $1 OR "rating" > $2)
 * ```
 *
 * @throws InvalidLookup for what is no expression.
 */
export function or<const E extends readonly BooleanExpression[]>(
  ...conditions: E
): OwnedAs<E[number], Condition> {
  return new Expr(some(nodesOf("or", conditions))) as never;
}

/** Rows that meet all of the conditions: inside `or()` and `not()`. */
export function and<const E extends readonly BooleanExpression[]>(
  ...conditions: E
): OwnedAs<E[number], Condition> {
  return new Expr(every(nodesOf("and", conditions))) as never;
}

/**
 * Rows that meet an odd number of the conditions: of two, one and not the other. A condition that is unknown, over
 * NULL, does not hold.
 *
 * ```ts
 * Book.objects.filter(xor(Book.q({ pages__lt: 100 }), Book.f.rating.gt(4)))
 * // … where (("pages" < $1) is true <> (("rating" > $2) is true))
 * ```
 *
 * @throws InvalidLookup for what is no expression.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#xor
 */
export function xor<const E extends readonly BooleanExpression[]>(
  ...conditions: E
): OwnedAs<E[number], Condition> {
  return new Expr(odd(nodesOf("xor", conditions))) as never;
}

/**
 * Rows that do not meet the condition; NULL counts as not meeting it, as in Django's `~Q(…)`.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#exclude
 */
export function not<E extends BooleanExpression>(condition: E): OwnedAs<E, Condition> {
  const [node] = nodesOf("not", [condition]);
  return new Expr(node ? negate(node) : every([])) as never;
}

/**
 * Keyword conditions as an expression: what stands behind `Book.q({ … })`. A name that is no field's may be an
 * annotation's: the queryset that takes the expression knows. Without conditions it asks nothing, as `Q()`: it is left
 * out wherever it stands, so that conditions may be put together from it one by one.
 */
export function q(model: ModelMeta, where: object): Condition {
  const entries = Object.entries(where) as [string, unknown][];
  const nodes = entries.map(([key, value]) =>
    isField(model, key) ? keyword(model, key, value) : keywordNode(model, key, value, boolean),
  );
  return new Expr(every(nodes)) as unknown as Condition;
}

function isField(model: ModelMeta, key: string): boolean {
  const [name = ""] = key.split("__", 1);
  return name === "pk" || model.column(name) !== undefined || model.relation(name) !== undefined;
}
