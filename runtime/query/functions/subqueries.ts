import { InvalidValue } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import type { Column, Condition, Expression, Ref, Subselect } from "../../types/index.js";
import { Expr } from "../expression/expr.js";
import { modelOf } from "../expression/facts.js";
import { outerNode } from "../expression/outer-node.js";
import { arrayOf } from "../../values/index.js";
import { arrayRowsOf, existsOf, isSubselect, scalarOf } from "../subselect.js";
import { QuerySet } from "../queryset.js";
import { annotationsOf } from "../state.js";
import { parseOrder } from "../order.js";

function querysetOf(value: unknown, method: string): QuerySet {
  if (isSubselect(value)) return value;
  throw new InvalidValue(`${method}() takes a queryset`);
}

/**
 * Whether a queryset has any row: `filter(exists(Review.objects.filter({ book: outerRef(Book.f.id) })))`.
 * https://docs.djangoproject.com/en/stable/ref/models/expressions/#exists-subqueries
 */
export function exists(queryset: Subselect): Condition {
  return new Expr(existsOf(querysetOf(queryset, "exists"))) as unknown as Condition;
}

/**
 * The one value of a queryset's first row: `subquery(Review.objects.filter({ … }).values("stars"))`. It is limited to
 * one row by itself.
 * https://docs.djangoproject.com/en/stable/ref/models/expressions/#subquery-expressions
 */
export function subquery<T>(queryset: Subselect<T>): Of<SingleValue<T> | null> {
  const given = querysetOf(queryset, "subquery");
  const one = given.state.high === null ? QuerySet.derive(given, { high: given.state.low + 1 }) : given;
  const node = scalarOf(one);
  return new Expr({ ...node, codec: codecOf(one) }) as never;
}

/**
 * The values of a queryset as one array, in its order; empty where it has no rows.
 *
 * ```ts
 * Author.objects.annotate({
 *   titles: arraySubquery(Book.objects.filter({ author: outerRef(Author.f.id) }).orderBy("title").values("title")),
 * })
 * // select …, array(select "U0"."title" from "book" as "U0" where "U0"."author_id" = "author"."id" order by …) …
 * ```
 *
 * @throws InvalidValue for what is no queryset.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/expressions/#arraysubquery-expressions
 */
export function arraySubquery<T>(queryset: Subselect<T>): Ref<Column<"array", SingleValue<T>[]>> {
  const given = querysetOf(queryset, "arraySubquery");
  const of = codecOf(given);
  return new Expr({ ...arrayRowsOf(given), codec: of && arrayOf(of) }) as never;
}

type SingleValue<T> = T extends readonly [infer V] ? V : T extends object ? T[keyof T] : T;

function codecOf({ state }: QuerySet) {
  if (state.shape.kind === "instances") return state.model.pk.codec;
  const [name] = state.shape.names;
  if (name === undefined) return null;
  const annotations = annotationsOf(state);
  return annotations.get(name)?.node.codec ?? parseOrder(state.model, name, annotations).node.codec;
}

/** A field of the query around this one: `outerRef(Author.f.id)`. */
export function outerRef<T>(expression: Expression<T>): Of<T> {
  if (
    !(expression instanceof Expr) ||
    (expression.node.kind !== "path" && expression.node.kind !== "outer")
  ) {
    throw new InvalidValue("outerRef() takes a field of the query around: outerRef(Author.f.id)");
  }
  const { node } = expression;
  // An outerRef of an outerRef speaks of one query further out.
  const names = node.kind === "outer" ? ["^", ...node.names] : node.names;
  const model = node.kind === "outer" ? node.model : modelOf(node.facts);
  return new Expr(outerNode(names, node.codec, model)) as never;
}
