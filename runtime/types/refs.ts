import type { Expression, Side, Value } from "./expression.js";
import type { gives, kind } from "./brand.js";
import type { ArrayOrRows, ColumnOf, RangeValue, Transforms } from "./lookups.js";
import type { FilteredBy } from "./filtered.js";
import type { Column, ColumnName, ModelType, RelationName, Target } from "./model-type.js";
import type { DecimalRef, FloatRef, NumberRef } from "./numbers.js";
import type { OrderExpression } from "./order.js";
import type { DayExpression } from "./other-moment.js";
import type { OwnedBy } from "./owner.js";
import type { SearchVectorRef } from "./search.js";
import type { Subselect } from "./subselect.js";

/** A boolean expression: what `filter` takes. */
export type BooleanExpression = Expression<boolean | null>;

export interface Operand<T> extends Expression<T> {
  /** `Book.f.pages.eq(3)` makes `"pages" = $1`; null makes IS NULL. */
  eq(value: Side<NonNullable<T>> | null): Stated<this>;
  ne(value: Side<NonNullable<T>> | null): Stated<this>;
  exact(value: Side<NonNullable<T>> | null): Stated<this>;
  in(values: readonly (Value<NonNullable<T>> | null)[] | Subselect<T | object>): Stated<this>;
  isNull(yes?: boolean): Stated<this>;
  isnull(yes: boolean): Stated<this>;
  asc(options?: { readonly nulls?: "first" | "last" }): OrderExpression;
  desc(options?: { readonly nulls?: "first" | "last" }): OrderExpression;
}

export interface OrderedOperand<T> extends Operand<T> {
  gt(value: Side<NonNullable<T>>): Stated<this>;
  gte(value: Side<NonNullable<T>>): Stated<this>;
  lt(value: Side<NonNullable<T>>): Stated<this>;
  lte(value: Side<NonNullable<T>>): Stated<this>;
  /** Both ends included: `BETWEEN`. */
  between(from: Value<NonNullable<T>>, to: Value<NonNullable<T>>): Stated<this>;
  range(ends: readonly [Value<NonNullable<T>>, Value<NonNullable<T>>]): Stated<this>;
}

export interface Matched {
  iexact(value: Value<string>): Stated<this>;
  contains(value: Value<string>): Stated<this>;
  icontains(value: Value<string>): Stated<this>;
  startswith(value: Value<string>): Stated<this>;
  istartswith(value: Value<string>): Stated<this>;
  endswith(value: Value<string>): Stated<this>;
  iendswith(value: Value<string>): Stated<this>;
  regex(value: Value<string>): Stated<this>;
  iregex(value: Value<string>): Stated<this>;
}

/** A condition over an operand: it belongs to the query that the operand belongs to. */
export type Stated<Self> = Self extends OwnedBy<infer Root> ? Condition & OwnedBy<Root> : Condition;

/** What a condition's methods give: it stands wherever an expression does. */
export interface Condition extends Operand<boolean> {
  readonly [kind]: "boolean";
  readonly [gives]?: boolean;
}

/** A computed value that is a string in TypeScript: a text, a date, a decimal; PostgreSQL knows which. */
export interface StringRef<T> extends OrderedOperand<T>, Matched {
  search(value: Value<string>): Condition;
}

/** Any text: of a choice's labels too, since they are changed. */
export type Texts<T> = string | Extract<T, null>;

export interface TextRef<T> extends StringRef<T> {
  readonly [kind]: "text";
  /** `Book.f.title.slice(0, 3)`: characters from a place on, from 0, up to and without another. */
  slice(from: number, to?: number): TextRef<T>;
  /** `Book.f.title.lower()` makes `lower("title")`, as the keyword `title__lower` does. */
  lower(): TextRef<Texts<T>>;
  upper(): TextRef<Texts<T>>;
  trim(): TextRef<Texts<T>>;
  ltrim(): TextRef<Texts<T>>;
  rtrim(): TextRef<Texts<T>>;
  reverse(): TextRef<Texts<T>>;
  /** Without accents, as the extension `unaccent` knows them. */
  unaccent(): TextRef<Texts<T>>;
  /** Enough trigrams in common, as the extension `pg_trgm` counts them: `"title" % $1`. */
  trigram_similar(value: Value<string>): Stated<this>;
  trigram_word_similar(value: Value<string>): Stated<this>;
  trigram_strict_word_similar(value: Value<string>): Stated<this>;
  /** The number of characters. */
  length(): NumberRef<number | Extract<T, null>>;
}

/** What dates and times have in common; `Other` is what they compare with beside those of their own kind. */
export interface MomentRef<T, Other = never> extends OrderedOperand<T>, Matched {
  readonly [kind]: "date" | "time" | "timestamp";
  eq(value: Side<NonNullable<T>> | Other | null): Stated<this>;
  ne(value: Side<NonNullable<T>> | Other | null): Stated<this>;
  gt(value: Side<NonNullable<T>> | Other): Stated<this>;
  gte(value: Side<NonNullable<T>> | Other): Stated<this>;
  lt(value: Side<NonNullable<T>> | Other): Stated<this>;
  lte(value: Side<NonNullable<T>> | Other): Stated<this>;
  between(from: Value<NonNullable<T>> | Other, to: Value<NonNullable<T>> | Other): Stated<this>;
  /** Whether a range holds it. */
  contained_by(range: Value<RangeValue<NonNullable<T>>>): Condition;
}

/** A time of day, or a time. */
export interface TimeRef<T> extends MomentRef<T, Date extends T ? DayExpression : never> {
  readonly [kind]: "time" | "timestamp";
  /** `Book.f.createdAt.add("P1D")`: moved by an interval. */
  add(by: Span): TimeRef<T>;
  /** Moved back; or the interval between two of them. */
  sub(by: Span): TimeRef<T>;
  sub(
    from: NonNullable<T> | Expression<NonNullable<T>> | Expression<T>,
  ): IntervalRef<string | Extract<T, null>>;
}

export interface DateRef<T> extends MomentRef<T, Expression<Date | null>> {
  readonly [kind]: "date";
  /** `Book.f.published.add(7)`: so many days later; by an interval, the time that it is then. */
  add(days: Value<number>): DateRef<T>;
  add(by: Span): TimeRef<Date | Extract<T, null>>;
  /** Moved back; or the days between two dates. */
  sub(days: Value<number>): DateRef<T>;
  sub(by: Span): TimeRef<Date | Extract<T, null>>;
  sub(
    from: NonNullable<T> | Expression<NonNullable<T>> | Expression<T>,
  ): NumberRef<number | Extract<T, null>>;
}

/** An interval: `"P1DT2H"`, or a column of such. */
export type Span = `P${string}` | IntervalRef<string> | IntervalRef<string | null>;

export interface IntervalRef<T> extends OrderedOperand<T>, Matched {
  readonly [kind]: "interval";
  /** `Book.f.took.add("PT1H")`; beside a date or a time, what comes then. */
  add(by: Span): IntervalRef<T>;
  add<M extends Date | string>(
    to: MomentRef<M> | MomentRef<M | null>,
  ): TimeRef<Date | string | Extract<T, null>>;
  sub(by: Span): IntervalRef<T>;
  /** `Book.f.took.mul(2)`: so many times as long. */
  mul(times: Value<number>): IntervalRef<T>;
  div(by: Value<number>): IntervalRef<T>;
  neg(): IntervalRef<T>;
}

export interface BooleanRef<T> extends OrderedOperand<T> {
  readonly [kind]: "boolean";
}

export type Parts<C> = {
  readonly [P in keyof Transforms<C> & PartName]: () => Transforms<C>[P] extends Column
    ? Ref<Transforms<C>[P]>
    : never;
};

export type PartName =
  | "year"
  | "iso_year"
  | "quarter"
  | "month"
  | "week"
  | "day"
  | "week_day"
  | "iso_week_day"
  | "hour"
  | "minute"
  | "second"
  | "date"
  | "time"
  | "len";

export interface ArrayRef<T> extends ContainerRef<T> {
  /** `Book.f.names.item(0)`: what stands at a place, from 0; null beyond the end. */
  item(place: number): Ref<ColumnOf<ItemOf<T> | null>>;
  /** The items from a place on, from 0, up to and without another. */
  slice(from: number, to?: number): ArrayRef<T>;
  contains(value: ArrayOrRows<NonNullable<T>>): Condition;
  contained_by(value: ArrayOrRows<NonNullable<T>>): Condition;
  overlap(value: ArrayOrRows<NonNullable<T>>): Condition;
}

export interface JsonRef<T> extends ContainerRef<T> {
  /** `Book.f.data.key("tags", 0)`: what stands at a path of names and places. */
  key(...path: readonly (string | number)[]): JsonRef<unknown>;
}

/** Texts by name. */
export interface HstoreRef<T> extends OrderedOperand<T> {
  /** `Item.f.labels.key("colour")`: the text of a name; null where there is none. */
  key(name: string): TextRef<string | null>;
  /** The names that there are, in no promised order. */
  keys(): ArrayRef<string[] | Extract<T, null>>;
  values(): ArrayRef<(string | null)[] | Extract<T, null>>;
  contains(value: Value<NonNullable<T>>): Condition;
  contained_by(value: Value<NonNullable<T>>): Condition;
  has_key(name: string): Condition;
  has_keys(names: readonly string[]): Condition;
  has_any_keys(names: readonly string[]): Condition;
}

export type ItemOf<T> = NonNullable<T> extends readonly (infer I)[] ? I : never;

export interface ContainerRef<T> extends OrderedOperand<T> {
  contains(value: Value<NonNullable<T>>): Condition;
  contained_by(value: Value<NonNullable<T>>): Condition;
  overlap(value: Value<NonNullable<T>>): Condition;
}

/** The reference to a column: an expression with the methods of its kind. */
export type Ref<C> =
  C extends Column<infer K, infer T>
    ? K extends "string"
      ? StringRef<T> & Parts<C>
      : K extends "text" | "uuid" | "inet"
        ? TextRef<T>
        : K extends "number"
          ? NumberRef<T>
          : K extends "float"
            ? FloatRef<T>
            : K extends "decimal"
              ? DecimalRef<T>
              : K extends "date"
                ? DateRef<T> & Parts<C>
                : K extends "time" | "timestamp"
                  ? TimeRef<T> & Parts<C>
                  : K extends "interval"
                    ? IntervalRef<T> & Parts<C>
                    : K extends "array"
                      ? ArrayRef<T> & Parts<C>
                      : K extends "json"
                        ? JsonRef<T> & Parts<C>
                        : K extends "hstore"
                          ? HstoreRef<T>
                          : K extends "searchVector"
                            ? SearchVectorRef<T>
                            : K extends "range"
                              ? ContainerRef<T> & Parts<C>
                              : K extends "boolean"
                                ? BooleanRef<T>
                                : OrderedOperand<T>
    : never;

/** The reference to a relation: comparable to instances and keys, and the way to the other model's references. */
export type RelationRef<R, Root, Missing = never> = R extends {
  readonly to: infer M extends ModelType;
  readonly null: infer N;
}
  ? RelatedOperand<
      (R extends { readonly by: infer K } ? K : M["key"]) | (true extends N ? null : never) | Missing,
      M["instance"]
    > &
      OwnedBy<Root> &
      Refs<M, object, Root, (true extends N ? null : never) | Missing>
  : never;

/** The key of a related row: it compares with rows, too. */
export interface RelatedOperand<K, I> extends OrderedOperand<K> {
  eq(value: Side<NonNullable<K> | I> | null): Stated<this>;
  ne(value: Side<NonNullable<K> | I> | null): Stated<this>;
  exact(value: Side<NonNullable<K> | I> | null): Stated<this>;
  in(values: readonly (Value<NonNullable<K> | I> | null)[] | Subselect<K | object>): Stated<this>;
}

/** The reference to a model's key: a column, or the values of several as one. */
export type KeyRef<M extends ModelType, Missing = never> = [M["key"]] extends [readonly unknown[]]
  ? OrderedOperand<M["key"] | Missing>
  : M["keyColumns"] extends keyof M["columns"]
    ? Ref<OrMissing<M["columns"][M["keyColumns"]], Missing>>
    : never;

/** A column of a row that may not be there. */
export type OrMissing<C, Missing> = [Missing] extends [never]
  ? C
  : C extends Column<infer K, infer T>
    ? Column<K, T | Missing>
    : never;

/**
 * The typed references of a model: `Book.f.title`, `Book.f.author.name`. `A` adds what a queryset annotates; `Missing` is
 * null behind a relation that may lead to no row.
 */
export type Refs<M extends ModelType, A = object, Root = M["name"], Missing = never> = {
  readonly [P in ColumnName<M>]: Ref<OrMissing<M["columns"][P], Missing>> & OwnedBy<Root>;
} & {
  readonly [R in RelationName<M>]: RelationRef<M["relations"][R], Root, Missing>;
} & {
  readonly pk: KeyRef<M, Missing> & OwnedBy<Root>;
} & {
  readonly [N in keyof A]: A[N] extends FilteredBy<infer P> ? RefAlong<M, P, Root> : Ref<ColumnOf<A[N]>>;
};

/** The reference to what a path of relations leads to. */
export type RefAlong<M extends ModelType, P extends string, Root> =
  P extends RelationName<M>
    ? RelationRef<M["relations"][P], Root>
    : P extends `${infer Head}__${infer Tail}`
      ? RefAlong<Target<M, Head>, Tail, Root>
      : never;
