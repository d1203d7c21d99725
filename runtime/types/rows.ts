import type { FilteredBy, Unfiltered } from "./filtered.js";
import type { ColumnOf, Open, Transformed, Transforms } from "./lookups.js";
import type { OneName } from "./keywords.js";
import type { Column, ColumnKind, ColumnName, ModelType, RelationKey, RelationName } from "./model-type.js";
import type { Invalid } from "./not-loaded.js";
import type { Verdict } from "./verdict.js";

/** The type of the value at the end of a path: `author__name` is a string. */
export type PathValue<M extends ModelType, P extends string, Nullable = false> =
  P extends ColumnName<M>
    ? M["columns"][P] extends { readonly type: infer T }
      ? T | (Nullable extends true ? null : never)
      : never
    : P extends "pk"
      ? M["key"]
      : P extends RelationName<M>
        ? M["relations"][P] extends { readonly null: infer N }
          ? RelationKey<M, P> | (true extends N | Nullable ? null : never)
          : never
        : P extends `${infer Head}__${infer Tail}`
          ? Head extends RelationName<M>
            ? M["relations"][Head] extends { readonly to: infer To extends ModelType; readonly null: infer N }
              ? PathValue<To, Tail, true extends N | Nullable ? true : false>
              : never
            : Head extends ColumnName<M>
              ? PartValue<M, M["columns"][Head], Tail>
              : Invalid<`${M["name"]} has no field '${Head}'`>
          : Invalid<`${M["name"]} has no field '${P}'`>;

/** A part of a column's value: of a date, of a json value, of an array. It may not be there. */
export type PartValue<M extends ModelType, C, Tail extends string> = Tail extends (
  [C] extends [Open] ? OneName<Tail> : keyof Transforms<C>
)
  ? Transformed<C, Tail> extends Column<ColumnKind, infer T>
    ? Exclude<T, undefined> | null
    : never
  : Tail extends `${infer Head}__${infer Rest}`
    ? Head extends keyof Transforms<C>
      ? PartValue<M, Transformed<C, Head>, Rest>
      : Invalid<`${M["name"]} has no field '${Tail}'`>
    : Invalid<`${M["name"]} has no field '${Tail}'`>;

/** The type of a value that `values()` names: a field, a path, or an annotation. */
export type NamedValue<M extends ModelType, A, P extends string> = P extends keyof A
  ? A[P] extends FilteredBy<infer Path>
    ? PathValue<M, Path, true>
    : A[P]
  : P extends ColumnName<M>
    ? PathValue<M, P>
    : [Unfiltered<A, P>] extends [never]
      ? [OwnPart<M, A, P>] extends [never]
        ? PathValue<M, P>
        : OwnPart<M, A, P>
      : PathValue<M, Unfiltered<A, P>, true>;

/** A part of what the queryset has named, `made__year`; never for other names. */
export type OwnPart<M extends ModelType, A, P extends string> = P extends `${infer Head}__${infer Tail}`
  ? Head extends keyof A
    ? PartValue<M, ColumnOf<A[Head]>, Tail>
    : never
  : never;

/** The message that names what is wrong with a name of a value, or never. */
export type ValueProblem<M extends ModelType, A, P extends string> =
  P extends OwnName<M, A>
    ? never
    : string extends P
      ? never
      : NamedValue<M, A, P> extends Invalid<infer Message>
        ? Message
        : never;

/** Paths, each checked as it is written; an editor is offered the model's own names. */
export type ValuePaths<M extends ModelType, A, P extends string> = readonly (
  Verdict<OwnName<M, A>, ValueProblem<M, A, P>> | SoundPath<M, A, P>
)[];
export type OwnName<M extends ModelType, A> = ColumnName<M> | RelationName<M> | (keyof A & string);
export type SoundPath<M extends ModelType, A, P extends string> =
  P extends OwnName<M, A> ? P : NamedValue<M, A, P> extends Invalid<string> ? never : P;

/** Names that an editor offers in `values`. */
export type ValueName<M extends ModelType, A> =
  ColumnName<M> | RelationName<M> | (keyof A & string) | (string & {});

/** What `inBulk` names the rows by: the key, or another unique field's value. */
export type BulkKey<M extends ModelType, F extends string> = [F] extends [never]
  ? M["key"]
  : NonNullable<PathValue<M, F>>;
