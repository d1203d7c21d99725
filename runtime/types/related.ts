import type { ModelType } from "./model-type.js";

/** The managers of a model by name, for `author.books.manager("everything")`. */
export type ManagerName<M extends ModelType> = keyof M["managers"] & string;

/** What a manager has of its own. */
export type ManagerMethods<M extends ModelType, N extends ManagerName<M>> = M["managers"][N];

/** Values for the rows in between; a function is called for each new one. */
export type ThroughValues<T> = { readonly [P in keyof T]: T[P] | (() => T[P]) };

/** `T` is what a row in between takes beside its two ends; never, where nothing can be said of it. */
export type ThroughOptions<T> = object extends T
  ? { readonly throughDefaults?: ThroughValues<T> }
  : { readonly throughDefaults: ThroughValues<T> };

/** `bulk: false` saves each row by itself; only rows that have the foreign key (`Back`) are saved at all. */
export interface BulkOption<Back> {
  readonly bulk?: [Back] extends [never] ? never : boolean;
}

/** Rows, and behind them `bulk: false` where that says something: what `remove` takes. */
export type RemovedItems<I, Back> = [Back] extends [never]
  ? readonly I[]
  : readonly I[] | readonly [...I[], { readonly bulk: boolean }];

/** The only argument of `clear`. */
export type ClearArguments<Back> = [Back] extends [never] ? [] : [options?: { readonly bulk?: boolean }];

/** What `add` takes: rows, and behind them what the rows in between need. */
export type AddedItems<I, T, Back = never> = [T] extends [never]
  ? RemovedItems<I, Back>
  : object extends T
    ? readonly I[] | readonly [...I[], ThroughOptions<T>]
    : readonly [...I[], ThroughOptions<T>];

/** The options of a method that may make a row in between: they must stand where such a row needs values. */
export type LinkOptions<O, T> = [T] extends [never]
  ? [options?: O]
  : object extends T
    ? [options?: O & ThroughOptions<T>]
    : [options: O & ThroughOptions<T>];

/** The same, of a method that has no other options. */
export type LinkArguments<T> = [T] extends [never] ? [] : LinkOptions<object, T>;

/** The arguments of `create`: where no field has to be given, none. */
export type CreateArguments<V, Further extends readonly unknown[] = []> = object extends V
  ? [] extends Further
    ? [values?: V, ...further: Further]
    : [values: V, ...further: Further]
  : [values: V, ...further: Further];
