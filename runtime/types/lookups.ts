import type { Column, ColumnKind } from "./model-type.js";
import type { Side, Value } from "./expression.js";
import type { OtherMoment } from "./other-moment.js";
import type { SearchVectorLookups } from "./search.js";
import type { Subselect } from "./subselect.js";

export interface Equality<T> {
  readonly exact: Side<T> | null;
  readonly in: readonly (Value<T> | null)[] | Subselect<T | null | object>;
  readonly isnull: boolean;
}

export interface Ordered<T> extends Equality<T> {
  readonly gt: Side<T>;
  readonly gte: Side<T>;
  readonly lt: Side<T>;
  readonly lte: Side<T>;
  readonly range: readonly [Value<T>, Value<T>];
}

export interface Patterns {
  readonly iexact: Value<string> | null;
  readonly contains: Value<string>;
  readonly icontains: Value<string>;
  readonly startswith: Value<string>;
  readonly istartswith: Value<string>;
  readonly endswith: Value<string>;
  readonly iendswith: Value<string>;
  readonly regex: Value<string>;
  readonly iregex: Value<string>;
}

export interface TextLookups<T> extends Ordered<T>, Patterns {
  readonly search: Value<string>;
  readonly trigram_similar: Value<string>;
  readonly trigram_word_similar: Value<string>;
  readonly trigram_strict_word_similar: Value<string>;
}

export interface ArrayLookups<T> extends Ordered<T> {
  readonly contains: ArrayOrRows<T>;
  readonly contained_by: ArrayOrRows<T>;
  readonly overlap: ArrayOrRows<T>;
}

/** An array, some of whose items the database may compute, or a queryset whose rows are its items. */
export type ArrayOrRows<T> =
  Value<T> | ComputedItems<T> | Subselect<(T extends readonly (infer I)[] ? I : never) | T | null | object>;

/** A list some of whose items the database computes: `[lower(Book.f.title), "x"]`. */
export type ComputedItems<T> = T extends readonly (infer E)[] ? readonly (Value<E> | null)[] : never;

export interface JsonLookups<T> extends Ordered<T> {
  readonly contains: Value<unknown>;
  readonly contained_by: Value<unknown>;
  readonly has_key: string;
  readonly has_keys: readonly string[];
  readonly has_any_keys: readonly string[];
}

/** Texts by name, as PostgreSQL's extension `hstore` compares them. */
export interface HstoreLookups<T> extends Equality<T> {
  readonly contains: Value<T>;
  readonly contained_by: Value<T>;
  readonly has_key: string;
  readonly has_keys: readonly string[];
  readonly has_any_keys: readonly string[];
}

export interface Contained<T> {
  /** A range that holds the value. */
  readonly contained_by: Value<RangeValue<T>>;
}

/** A range of values; a bound that is null is open. */
export type RangeValue<T> =
  | { readonly lower: T | null; readonly upper: T | null; readonly bounds: "[)" | "[]" | "(]" | "()" }
  | "empty";

export interface RangeLookups<T> extends Ordered<T> {
  readonly contains: Value<T> | Value<Bound<T>>;
  readonly contained_by: Value<T>;
  readonly overlap: Value<T>;
  readonly fully_lt: Value<T>;
  readonly fully_gt: Value<T>;
  readonly not_lt: Value<T>;
  readonly not_gt: Value<T>;
  readonly adjacent_to: Value<T>;
}

/**
 * Lookups registered by the program, for the type checker: augment it beside `registerLookup`.
 *
 * ```ts
 * declare module "ormgen/runtime" {
 *   interface CustomLookups { readonly not_equal: unknown }
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- to be augmented
export interface CustomLookups {}

/**
 * Transforms registered by the program, for the type checker: what each gives. Augment it beside `registerTransform`.
 *
 * ```ts
 * declare module "ormgen/runtime" {
 *   interface CustomTransforms { readonly initial: string }
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- to be augmented
export interface CustomTransforms {}

export type RegisteredTransforms = { readonly [P in keyof CustomTransforms]: ColumnOf<CustomTransforms[P]> };

/** The lookups that end a keyword condition, with the type of their right-hand side. */
export type Lookups<C> = CustomLookups & BuiltInLookups<C>;

export type BuiltInLookups<C> =
  C extends Column<infer K, infer T>
    ? K extends "text" | "string"
      ? TextLookups<NonNullable<T>>
      : K extends "number" | "float" | "decimal" | "date" | "timestamp"
        ? Ordered<Comparable<K, NonNullable<T>> | OtherMoment<K>> & Patterns & Contained<NonNullable<T>>
        : K extends "time" | "interval"
          ? Ordered<NonNullable<T>> & Patterns
          : K extends "array"
            ? ArrayLookups<NonNullable<T>>
            : K extends "json"
              ? JsonLookups<NonNullable<T>>
              : K extends "range"
                ? RangeLookups<NonNullable<T>>
                : K extends "hstore"
                  ? HstoreLookups<NonNullable<T>>
                  : K extends "searchVector"
                    ? SearchVectorLookups<NonNullable<T>>
                    : K extends "uuid" | "inet"
                      ? Ordered<NonNullable<T>> & Patterns
                      : K extends "boolean"
                        ? Equality<NonNullable<T>>
                        : Ordered<NonNullable<T>>
    : never;

/** What a column's values are compared with, beside values of its own: a decimal with plain numbers. */
export type Comparable<K extends ColumnKind, T> = K extends "decimal" ? T | number : T;

export type Part = Column<"number", number>;
export type Real = Column<"float", number>;

export interface DateParts {
  readonly year: Part;
  readonly iso_year: Part;
  readonly quarter: Part;
  readonly month: Part;
  readonly week: Part;
  readonly day: Part;
  readonly week_day: Part;
  readonly iso_week_day: Part;
}

export interface TimeParts {
  readonly hour: Part;
  readonly minute: Part;
  readonly second: Part;
}

/** An interval as PostgreSQL keeps it: 36 hours are no day. */
export interface IntervalParts extends TimeParts {
  readonly day: Part;
}

export interface TimestampParts extends DateParts, TimeParts {
  readonly date: Column<"date", string>;
  readonly time: Column<"time", string>;
}

export type Text = Column<"text", string>;

export interface TextTransforms {
  readonly lower: Text;
  readonly upper: Text;
  readonly trim: Text;
  readonly ltrim: Text;
  readonly rtrim: Text;
  readonly reverse: Text;
  readonly md5: Text;
  readonly unaccent: Text;
  readonly sha224: Text;
  readonly sha256: Text;
  readonly sha384: Text;
  readonly sha512: Text;
  readonly length: Part;
  readonly ord: Part;
}

export interface NumberTransforms<C> {
  readonly abs: C;
  readonly sign: C;
  readonly ceil: C;
  readonly floor: C;
  readonly round: C;
  readonly sqrt: Real;
  readonly exp: Real;
  readonly ln: Real;
  readonly sin: Real;
  readonly cos: Real;
  readonly tan: Real;
  readonly cot: Real;
  readonly asin: Real;
  readonly acos: Real;
  readonly atan: Real;
  readonly degrees: Real;
  readonly radians: Real;
  readonly chr: Text;
}

export interface RangeParts<B> {
  readonly startswith: Column<"number", B>;
  readonly endswith: Column<"number", B>;
  readonly isempty: Column<"boolean", boolean>;
  readonly lower_inc: Column<"boolean", boolean>;
  readonly upper_inc: Column<"boolean", boolean>;
  readonly lower_inf: Column<"boolean", boolean>;
  readonly upper_inf: Column<"boolean", boolean>;
}

/** The transforms of a column: each gives a column in turn, to be compared or transformed further. */
export type Transforms<C> = RegisteredTransforms & BuiltInTransforms<C>;

export type BuiltInTransforms<C> =
  C extends Column<infer K, infer T>
    ? K extends "text" | "uuid" | "inet"
      ? TextTransforms
      : K extends "number" | "float" | "decimal"
        ? NumberTransforms<Column<K, NonNullable<T>>>
        : FurtherTransforms<K, T>
    : never;

export type FurtherTransforms<K extends ColumnKind, T> = K extends "string"
  ? DateParts & TimeParts & TextTransforms
  : K extends "date"
    ? DateParts
    : K extends "interval"
      ? IntervalParts
      : K extends "time"
        ? TimeParts
        : K extends "timestamp"
          ? TimestampParts
          : K extends "array"
            ? {
                readonly len: Part;
                readonly [index: `${number}`]: ElementColumn<NonNullable<T>>;
                readonly [slice: `${number}_${number}`]: Column<"array", T>;
              }
            : K extends "range"
              ? RangeParts<Bound<NonNullable<T>>>
              : K extends "json"
                ? JsonKeys<Exclude<T, null | undefined>>
                : K extends "hstore"
                  ? { readonly [name: string]: Column<"text", string | null> }
                  : object;

/** What a transform of a column gives: of an hstore, `keys` and `values` are lists, and other names its texts. */
export type Transformed<C, N> = N extends keyof Transforms<C>
  ? C extends Column<"hstore">
    ? N extends "keys" | "values"
      ? Column<"array", string[]>
      : Transforms<C>[N]
    : Transforms<C>[N]
  : never;

/** A column any name of which leads on: `labels__colour__in` is not one name. */
export type Open = Column<"hstore">;

export type Bound<T> = T extends { readonly lower: infer L } ? NonNullable<L> : never;

export type ElementColumn<T> = T extends readonly (infer E)[] ? ColumnOf<NonNullable<E>> : never;

/** The column kind that fits a TypeScript type: what an annotation or an array's element compares as. */
export type ColumnOf<T> = [NonNullable<T>] extends [boolean]
  ? Column<"boolean", T>
  : [NonNullable<T>] extends [number | bigint]
    ? Column<"number", T>
    : [NonNullable<T>] extends [string]
      ? Column<"string", T>
      : [NonNullable<T>] extends [Date]
        ? Column<"timestamp", T>
        : [NonNullable<T>] extends [readonly unknown[]]
          ? Column<"array", T>
          : Column<"custom", T>;

/** Key paths into a json value: `details__pages`, `details__tags__0`. */
export type JsonKeys<T> = unknown extends T
  ? { readonly [key: string]: Column<"json", unknown> }
  : T extends readonly (infer E)[]
    ? { readonly [index: `${number}`]: Column<"json", E> }
    : { readonly [P in keyof T & string]-?: Column<"json", Exclude<T[P], undefined>> };
