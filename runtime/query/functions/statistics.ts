import type { Aggregated, AggregateOptions } from "../../types/functions.js";
import type { NumberOperand } from "../../types/index.js";
import type { Column } from "../../types/model-type.js";
import { float8, int8 } from "../../values/index.js";
import { build, nodeOf } from "./aggregates.js";

const rows = int8({ as: "number" });

type Pairs<Name extends string> = <const D extends number | undefined = undefined>(
  y: NumberOperand<unknown, `${Name}() takes numbers`>,
  x: NumberOperand<unknown, `${Name}() takes numbers`>,
  options?: AggregateOptions<D>,
) => Aggregated<Column<"number", number | (D extends undefined ? null : never)>>;

/** Over the rows in which neither of two numbers is null. */
const ofPairs =
  <Name extends string>(name: Name, sql: string): Pairs<Name> =>
  (y, x, options = {}) =>
    build(sql, [nodeOf(y, name), nodeOf(x, name)], sql === "regr_count" ? rows : float8, options, [
      `${name}()`,
      "default",
    ]);

/**
 * The correlation of two numbers, from -1 to 1; null over no rows, unless `default` says otherwise.
 *
 * ```ts
 * await Book.objects.aggregate({ c: corr(Book.f.rating, Book.f.pages) })
 * // select corr("rating", "pages") …
 * ```
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/aggregates/#aggregate-functions-for-statistics
 */
export const corr = ofPairs("corr", "corr");
/** The covariance, of the rows as the whole population. */
export const covarPop = ofPairs("covarPop", "covar_pop");
/** The covariance, of the rows as a sample. */
export const covarSamp = ofPairs("covarSamp", "covar_samp");
/** The average of x. */
export const regrAvgX = ofPairs("regrAvgX", "regr_avgx");
/** The average of y. */
export const regrAvgY = ofPairs("regrAvgY", "regr_avgy");
/** How many rows have both numbers: 0 over none. */
export const regrCount = ofPairs("regrCount", "regr_count");
/** Where the line nearest to the pairs meets x = 0. */
export const regrIntercept = ofPairs("regrIntercept", "regr_intercept");
/** The square of the correlation. */
export const regrR2 = ofPairs("regrR2", "regr_r2");
/** How steep the line nearest to the pairs is. */
export const regrSlope = ofPairs("regrSlope", "regr_slope");
/** The sum of squares of x, around its average. */
export const regrSXX = ofPairs("regrSXX", "regr_sxx");
/** The sum of products of x and y, around their averages. */
export const regrSXY = ofPairs("regrSXY", "regr_sxy");
/** The sum of squares of y, around its average. */
export const regrSYY = ofPairs("regrSYY", "regr_syy");

const ofBits =
  <Name extends string>(name: Name, sql: string) =>
  <T, const D extends NonNullable<T> | undefined = undefined>(
    expression: NumberOperand<T, `${Name}() takes whole numbers`>,
    options: AggregateOptions<D> = {},
  ): Aggregated<Column<"number", NonNullable<T> | (D extends undefined ? null : never)>> => {
    const node = nodeOf(expression, name);
    return build(sql, [node], node.codec, options, [`${name}()`, "default"]);
  };

/** The bits that every value has: `bitAnd(Book.f.pages)` makes `bit_and("pages")`. */
export const bitAnd = ofBits("bitAnd", "bit_and");
/** The bits that any value has. */
export const bitOr = ofBits("bitOr", "bit_or");
/** The bits that an odd number of values has. */
export const bitXor = ofBits("bitXor", "bit_xor");
