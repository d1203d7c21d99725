import type { gives, kind, span } from "./brand.js";
import type { BooleanExpression, Condition, IntervalRef, Ref, StringRef, TextRef } from "./refs.js";
import type { Column, ColumnKind } from "./model-type.js";
import type { FilteredBy, FilteredRelation, Unfolded } from "./filtered.js";
import type { Expression, Side, Value } from "./expression.js";
import type { DecimalRef, FloatRef } from "./numbers.js";
import type { OrderExpression } from "./order.js";

export interface AggregateOptions<D> {
  /** Each value once. */
  readonly distinct?: boolean;
  /** Only rows that meet this: `filter (where …)`. */
  readonly filter?: BooleanExpression;
  /** The value over no rows, in place of null. */
  readonly default?: D;
}

/** Sums of integers are numbers, of bigints bigints, of decimals strings. */
export type Summed<T> = NonNullable<T>;
/** Averages of decimals are strings, of all else numbers. */
export type Averaged<T> = NonNullable<T> extends string ? string : number;

/** The kind by which an expression of a type compares. */
export type KindOf<T> = [NonNullable<T>] extends [boolean]
  ? "boolean"
  : [NonNullable<T>] extends [number | bigint]
    ? "number"
    : [NonNullable<T>] extends [string]
      ? "text"
      : [NonNullable<T>] extends [Date]
        ? "timestamp"
        : [NonNullable<T>] extends [readonly unknown[]]
          ? "array"
          : "custom";

/** An expression of a type, with the methods of its kind. */
export type Of<T> = [KindOf<T>] extends ["boolean"]
  ? Condition
  : [KindOf<T>] extends ["text"]
    ? StringRef<T>
    : Ref<Column<KindOf<T>, T>>;

/** A number of the kind that another is. */
export type SameNumber<E> = E extends { readonly [kind]: "float" } ? FloatRef<TypeOf<E>> : Of<TypeOf<E>>;

export interface WindowOptions {
  readonly partitionBy?: readonly Expression[];
  readonly orderBy?: readonly (Expression | OrderExpression)[];
  /** Offsets from the current row; null is unbounded: `{ rows: [-1, 0] }`, `{ range: [null, 0] }`. */
  readonly frame?: (
    | { readonly rows: readonly [number | null, number | null] }
    | { readonly range: readonly [0 | null, 0 | null] }
  ) & {
    /** Rows of the frame to leave out: `{ rows: [null, null], exclude: "current row" }`. */
    readonly exclude?: "current row" | "group" | "ties" | "no others";
  };
}

/** An expression of a type, of the kind that another is: a sum of decimals is a decimal. */
export type OfKind<E, T> = E extends { readonly [kind]: "decimal" }
  ? DecimalRef<T>
  : E extends { readonly [kind]: "float" }
    ? FloatRef<T>
    : E extends { readonly [kind]: "interval" }
      ? IntervalRef<T>
      : E extends { readonly [kind]: "text" }
        ? TextRef<T>
        : E extends { readonly [kind]: "date" }
          ? Ref<Column<"date", T>>
          : E extends { readonly [kind]: "time" | "timestamp" }
            ? TimeOfKind<T>
            : Of<T>;

/** A time of day is a text in TypeScript, a time mostly a `Date`. */
export type TimeOfKind<T> = [NonNullable<T>] extends [string] ? Ref<Column<"time", T>> : Of<T>;

/** What an aggregate over an expression of a kind gives. */
export type AggregatedOf<E, T> = Compared<T> & OfKind<E, T> & Aggregate<OfKind<E, T>>;

/** The kind of an average: of integers it is a float. */
export type AverageOf<E, T> = E extends { readonly [kind]: "decimal" | "interval" }
  ? AggregatedOf<E, T>
  : [NonNullable<T>] extends [number]
    ? Compared<T> & FloatRef<T> & Aggregate<FloatRef<T>>
    : AggregatedOf<E, T>;

/** What an aggregate gives: an expression that may also stand over a window. */
export type Aggregated<C extends Column<ColumnKind, unknown>> = Compared<C["type"]> &
  Of<C["type"]> &
  Aggregate<Of<C["type"]>>;

/** A comparison of an aggregate: nothing that a row has by itself, so that `filter()` does not take it. */
export type AggregateCondition =
  OfGroups<"an aggregate is no condition on rows: annotate() it, and filter by its name">;

/** The message is what tsc prints where a condition on rows is wanted. */
export type OfGroups<Message extends string> = Condition & GroupSpan<Message>;

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the parameter is the message that tsc prints
export interface GroupSpan<Message extends string> {
  readonly [span]: "aggregate";
}

/** The comparisons of an aggregate. */
export interface Compared<T> {
  eq(value: Side<NonNullable<T>> | null): AggregateCondition;
  ne(value: Side<NonNullable<T>> | null): AggregateCondition;
  gt(value: Side<NonNullable<T>>): AggregateCondition;
  gte(value: Side<NonNullable<T>>): AggregateCondition;
  lt(value: Side<NonNullable<T>>): AggregateCondition;
  lte(value: Side<NonNullable<T>>): AggregateCondition;
  between(from: Value<NonNullable<T>>, to: Value<NonNullable<T>>): AggregateCondition;
  isNull(yes?: boolean): AggregateCondition;
}

/** What makes an expression an aggregate. */
export interface Aggregate<E> {
  readonly [span]: "aggregate";
  /** `sum(Book.f.pages).over({ partitionBy: [Book.f.author] })`. */
  over(options?: WindowOptions): Windowed<E>;
}

/** A value over a window of rows. */
export type Windowed<E> = E & { readonly [span]: "window" };

/** The type of an expression's value. */
export type TypeOf<E> = E extends { readonly [gives]?: infer T } ? Exclude<T, undefined> : never;

/** What an annotation makes known to a queryset. */
export type Annotations<E, A = object> = {
  -readonly [P in keyof E]: E[P] extends FilteredRelation<infer Path>
    ? FilteredBy<Unfolded<A, Path>>
    : TypeOf<E[P]>;
};

/** What an annotation adds to a row: a filtered relation is a name alone. */
export type RowAnnotations<E> = {
  -readonly [P in keyof E as E[P] extends FilteredRelation<string> ? never : P]: TypeOf<E[P]>;
};
