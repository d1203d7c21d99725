import type { MadeOf, UpdateOf } from "./assigned.js";

/** How a column's values are compared; it decides the lookups and transforms of a column. */
export type Kind =
  | "text"
  /** A computed value that is a string in TypeScript: a text, a date, a decimal; PostgreSQL knows which. */
  | "string"
  | "number"
  | "decimal"
  | "boolean"
  | "date"
  | "time"
  | "timestamp"
  | "interval"
  | "uuid"
  | "json"
  | "bytes"
  | "array"
  | "range"
  | "inet"
  | "hstore"
  /** The words of texts, and what is looked for in them. */
  | "searchVector"
  | "searchQuery"
  /** A key of several columns. */
  | "row"
  | "custom";

/** The same for the type checker, which tells floats from integers: beside a float, decimals are numbers too. */
export type ColumnKind = Kind | "float";

/** A column in a model's type: its kind and the TypeScript type of its values, `null` included where it may be null. */
export interface Column<K extends ColumnKind = ColumnKind, T = unknown> {
  readonly kind: K;
  readonly type: T;
}

/** A relation to one row that must exist: a required foreign key. */
export interface One<M> {
  readonly to: M;
  readonly many: false;
  readonly null: false;
}

/** A relation to one row or none: a nullable foreign key, or the reverse of a one-to-one. */
export interface OneOrNone<M> {
  readonly to: M;
  readonly many: false;
  readonly null: true;
}

/** A relation whose values are not the target's primary key, but another unique field of it. */
export interface ByKey<K> {
  readonly by: K;
}

/** A relation to any number of rows: a reverse foreign key or a many-to-many. */
export interface Many<M> {
  readonly to: M;
  readonly many: true;
  readonly null: true;
}

/** What a generated client says of a model to the type checker: `BookModel`. */
export interface ModelType {
  readonly name: string;
  readonly instance: object;
  /** An instance from a sync call. */
  readonly lazy: object;
  /** The fields of a new row. */
  readonly create: object;
  /** The same, by value or expression. */
  readonly made: MadeOf<this["create"]>;
  /** Fields to change. */
  readonly update: UpdateOf<this["create"], this["name"]>;
  /** The primary key's value: a scalar, or a tuple for a composite key. */
  readonly key: unknown;
  readonly keyColumns: string;
  /** What names at most one row by itself. */
  readonly uniqueNames: string;
  readonly columns: object;
  readonly relations: object;
  /** The relations by the properties of an instance, which may be called otherwise: `bookSet`. */
  readonly accessors: object;
  /** What its managers have of their own, by their names. */
  readonly managers: { readonly objects: object };
  /** The model's queryset of `row`, `lazyRow` and `names`: `QuerySetOf` says which these are. */
  readonly queryset: unknown;
  readonly row: unknown;
  readonly lazyRow: unknown;
  readonly names: unknown;
}

/** A model's queryset: its rows from async and from sync calls, and the names that it annotates. */
export type QuerySetOf<M extends ModelType, Row, LazyRow, Names> = (M & {
  readonly row: Row;
  readonly lazyRow: LazyRow;
  readonly names: Names;
})["queryset"];

export type ColumnName<M extends ModelType> = keyof M["columns"] & string;
/** What a list of fields may name: columns by the instance's properties, and foreign keys by their own names. */
export type FieldName<M extends ModelType> = ColumnName<M> | ForeignKeyName<M>;

export type ForeignKeyName<M extends ModelType> = {
  [R in RelationName<M>]: `${R}Id` extends ColumnName<M> ? R : never;
}[RelationName<M>];

/** The columns whose values compare as a kind. */
export type ColumnsOfKind<M extends ModelType, K extends ColumnKind> = {
  [C in ColumnName<M>]: M["columns"][C] extends { readonly kind: K } ? C : never;
}[ColumnName<M>];

/** The names of a queryset's own whose values are of a type. */
export type NamesOf<A, T> = {
  [N in keyof A & string]: [NonNullable<A[N]>] extends [T] ? N : never;
}[keyof A & string];
export type RelationName<M extends ModelType> = keyof M["relations"] & string;
/** The model at the other end of a relation. */
export type Target<M extends ModelType, R> = R extends keyof M["relations"]
  ? M["relations"][R] extends { readonly to: infer T extends ModelType }
    ? T
    : never
  : never;

/** What stands for a row at the other end of a relation, beside an instance: its primary key, or what the relation goes by. */
export type RelationKey<M extends ModelType, R> = R extends keyof M["relations"]
  ? M["relations"][R] extends { readonly by: infer K }
    ? K
    : Target<M, R>["key"]
  : never;
