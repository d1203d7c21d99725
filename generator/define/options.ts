/** The value's type, with null if the field has `null: true`. */
export type Nullable<T, N extends boolean> = N extends true ? T | null : T;

/** Returns what is wrong with a value, or nothing when it is right. It may throw as well. */
export type Validator<T> = (value: T) => string | null | undefined | void;

/** What any field may say about its name and place in the database. */
export interface NamedOptions {
  /** The column's name; the default is the field's name in snake_case. */
  readonly column?: string;
  /** COMMENT ON COLUMN; the default is the field's JSDoc text. */
  readonly comment?: string;
}

/** The options of every field that is a column. */
export interface ColumnOptions<T, N extends boolean> extends NamedOptions {
  /** The column takes NULL, and its type `null`. */
  readonly null?: N;
  /** The value of a new instance: a literal, or a function that is called for each. */
  readonly default?: Nullable<T, N> | (() => Nullable<T, N>);
  /** The column's DEFAULT, a SQL expression. */
  readonly dbDefault?: string;
  /** A UNIQUE constraint over this column. */
  readonly unique?: boolean;
  /** An index over this column. */
  readonly index?: boolean;
  /** This column is the primary key, in place of `id`. */
  readonly primaryKey?: boolean;
  /** Functions that look at a value before it is saved. */
  readonly validators?: readonly Validator<T>[];
  /** False: set when a row is created, and left out of what `Update` takes. */
  readonly editable?: boolean;
  /** True: left out of the JSON of an instance, and of what is printed of it. */
  readonly hidden?: boolean;
}

/** The values that a column may have: checked by `validate`, and the column's type. */
export interface ChoicesOption<C> {
  readonly choices?: readonly C[];
}

/** Times that set themselves. */
export interface AutoOptions {
  /** Set to now by every save. */
  readonly autoNow?: boolean;
  /** Set to now when the row is created. */
  readonly autoNowAdd?: boolean;
}

/** Times of so many digits. */
export interface PrecisionOption {
  /** Digits of a second's fraction that the column keeps, 0 to 6. */
  readonly precision?: number;
}
