import type {
  Aggregate,
  AggregateCondition,
  Aggregated,
  AggregatedOf,
  AggregateOptions,
  Averaged,
  AverageOf,
  Summed,
  TypeOf,
} from "../../types/functions.js";
import type {
  BooleanExpression,
  Condition,
  Expression,
  NumberOperand,
  OwnedAs,
  Ref,
  TextRef,
} from "../../types/index.js";
import type { Column } from "../../types/model-type.js";
import { boolean, int8, json, text, type Codec } from "../../values/index.js";
import { InvalidValue, UndefinedValue, knownOptions, switches } from "../../errors/index.js";
import { termsOf } from "../expression/order-terms.js";
import { isEmpty } from "../expression/conditions.js";
import { Expr } from "../expression/expr.js";
import { literalNode } from "../expression/literal.js";
import { sqlNode, type Node } from "../expression/node.js";
import { kindOf } from "../kind.js";
import { typedAggregate } from "../expression/typed-aggregate.js";

const rows = int8({ as: "number" });

/** What an aggregate is of: the node behind an expression. */
export function nodeOf(expression: unknown, method: string): Node {
  if (expression instanceof Expr) return expression.node;
  if (expression === undefined)
    throw new UndefinedValue(`${method}() got undefined: pass an expression such as Book.f.pages`);
  throw new InvalidValue(`${method}() takes an expression such as Book.f.pages`);
}

interface Options extends AggregateOptions<unknown> {
  readonly orderBy?: unknown;
}

/** What an aggregate is called by users, and what it takes beside `distinct` and `filter`. */
const TAKES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  count: ["count()"],
  sum: ["sum()", "default"],
  avg: ["avg()", "default"],
  min: ["min()", "default"],
  max: ["max()", "default"],
  stddev_pop: ["stddev()", "default", "sample"],
  stddev_samp: ["stddev()", "default", "sample"],
  var_pop: ["variance()", "default", "sample"],
  var_samp: ["variance()", "default", "sample"],
  string_agg: ["stringAgg()", "default", "orderBy"],
  array_agg: ["arrayAgg()", "default", "orderBy"],
  jsonb_agg: ["jsonbAgg()", "default", "orderBy"],
  bool_and: ["boolAnd()", "default"],
  bool_or: ["boolOr()", "default"],
};

/** An aggregate by its SQL name. */
export function build(
  name: string,
  args: readonly Node[],
  codec: Codec | null,
  options: Options,
  [call, ...own] = TAKES[name] ?? [`${name}()`],
): never {
  knownOptions(call, options, ["distinct", "filter", ...own]);
  switches(call, options, ["distinct", "sample"]);
  // What is there without a value is a mistake: to take it for nothing would count other rows.
  const asked = "filter" in options ? nodeOf(options.filter, "filter") : null;
  const filter = asked && isEmpty(asked) ? null : asked;
  const order = options.orderBy === undefined ? [] : termsOf(options.orderBy);
  const node = typedAggregate(name, args, codec, { distinct: options.distinct === true, filter, order });
  if (options.default === undefined) return new Expr(node) as never;
  const otherwise = literalNode(options.default, node.codec);
  return new Expr(sqlNode(["coalesce(", ", ", ")"], [node, otherwise], node.codec)) as never;
}

/**
 * How many rows, or how many values that are not null.
 *
 * ```ts
 * Author.objects.annotate({ n: count(Author.f.books, { distinct: true }) })
 * // select …, count(distinct "library_book"."id") …
 * Book.objects.aggregate({ n: count("*", { filter: Book.q({ pages__gt: 100 }) }) })
 * // select count(*) filter (where "library_book"."pages" > $1) …
 * ```
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#count
 */
export function count(
  expression?: Expression | "*",
  options?: Omit<AggregateOptions<number>, "default">,
): Aggregated<Column<"number", number>>;
export function count(...given: readonly [unknown?, Omit<AggregateOptions<number>, "default">?]): unknown {
  const [expression, options = {}] = given;
  const every = given.length === 0 || expression === "*";
  if (every && options.distinct === true) {
    throw new InvalidValue(
      "count() of rows takes no distinct: name what is to be distinct, count(Book.f.title, …)",
    );
  }
  return build("count", every ? [] : [nodeOf(expression, "count")], rows, options);
}

/** The sum; null over no rows, unless `default` says otherwise. Integers stay exact: past 2^53 it throws. */
export function sum<
  E extends NumberOperand<unknown, "sum() takes numbers">,
  const D extends Summed<TypeOf<E>> | undefined = undefined,
>(
  expression: E,
  options: AggregateOptions<D> = {},
): OwnedAs<E, AggregatedOf<E, Summed<TypeOf<E>> | (D extends undefined ? null : never)>> {
  return build("sum", [nodeOf(expression, "sum")], null, options);
}

/** The average: a number for integers and floats, an exact decimal string for decimals. */
export function avg<
  E extends NumberOperand<unknown, "avg() takes numbers">,
  const D extends Averaged<TypeOf<E>> | undefined = undefined,
>(
  expression: E,
  options: AggregateOptions<D> = {},
): OwnedAs<E, AverageOf<E, Averaged<TypeOf<E>> | (D extends undefined ? null : never)>> {
  return statistic("avg", expression, options);
}

function statistic(name: string, expression: unknown, options: Options): never {
  return build(name, [nodeOf(expression, name)], null, options);
}

/** The smallest value. */
export function min<E extends Expression, const D extends NonNullable<TypeOf<E>> | undefined = undefined>(
  expression: E,
  options: AggregateOptions<D> = {},
): OwnedAs<E, AggregatedOf<E, NonNullable<TypeOf<E>> | (D extends undefined ? null : never)>> {
  return build("min", [nodeOf(expression, "min")], null, options);
}

/** The largest value. */
export function max<E extends Expression, const D extends NonNullable<TypeOf<E>> | undefined = undefined>(
  expression: E,
  options: AggregateOptions<D> = {},
): OwnedAs<E, AggregatedOf<E, NonNullable<TypeOf<E>> | (D extends undefined ? null : never)>> {
  return build("max", [nodeOf(expression, "max")], null, options);
}

interface Sampled extends AggregateOptions<number | undefined> {
  /** Of a sample rather than of the whole population. */
  readonly sample?: boolean;
}

/** The standard deviation: of the population, or of a sample. */
export function stddev(
  expression: NumberOperand<unknown, "stddev() takes numbers">,
  options: Sampled = {},
): Aggregated<Column<"number", number | null>> {
  return statistic(options.sample ? "stddev_samp" : "stddev_pop", expression, options);
}

/** The variance: of the population, or of a sample. */
export function variance(
  expression: NumberOperand<unknown, "variance() takes numbers">,
  options: Sampled = {},
): Aggregated<Column<"number", number | null>> {
  return statistic(options.sample ? "var_samp" : "var_pop", expression, options);
}

interface Ordered<D> extends AggregateOptions<D> {
  readonly orderBy?: unknown;
}

/** Texts joined by a delimiter: `stringAgg(Book.f.title, ", ", { orderBy: Book.f.title.asc() })`. */
export function stringAgg(
  expression: Expression,
  delimiter: string,
  options: Ordered<string | undefined> = {},
): TextRef<string | null> & Aggregate<TextRef<string | null>> {
  const of = nodeOf(expression, "stringAgg");
  const isText = of.codec !== null && kindOf(of.codec) === "text" && !of.codec.dbType.startsWith('"');
  const node = isText ? of : sqlNode(["", "::text"], [of], text);
  return build("string_agg", [node, literalNode(delimiter, text)], text, options);
}

/** The values as an array. */
export function arrayAgg<T>(
  expression: Expression<T>,
  options: Ordered<T[] | undefined> = {},
): Aggregated<Column<"array", T[] | null>> {
  return build("array_agg", [nodeOf(expression, "arrayAgg")], null, options);
}

/** The values as a json array. */
export function jsonbAgg<T>(
  expression: Expression<T>,
  options: Ordered<unknown> = {},
): Ref<Column<"json", T[] | null>> & Aggregate<Ref<Column<"json", T[] | null>>> {
  return build("jsonb_agg", [nodeOf(expression, "jsonbAgg")], json, options);
}

/** Whether every value is true. */
export function boolAnd(
  expression: BooleanExpression,
  options: AggregateOptions<boolean | undefined> = {},
): AggregateCondition & Aggregate<Condition> {
  return build("bool_and", [nodeOf(expression, "boolAnd")], boolean, options);
}

/** Whether any value is true. */
export function boolOr(
  expression: BooleanExpression,
  options: AggregateOptions<boolean | undefined> = {},
): AggregateCondition & Aggregate<Condition> {
  return build("bool_or", [nodeOf(expression, "boolOr")], boolean, options);
}
