import type { Position } from "./position.js";

export interface Index {
  readonly name: string;
  readonly fields: readonly IndexKey[];
  readonly unique: boolean;
  readonly using: string | null;
  readonly ops: string | null;
  /** SQL of a partial index. */
  readonly where: string | null;
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  /** Storage parameters, as SQL. */
  readonly with: readonly string[];
  readonly position: Position;
}

/** A part of an index: a field, or an expression in SQL. */
export interface IndexKey {
  /** Null where it is an expression. */
  readonly field: string | null;
  readonly expression?: string;
  readonly descending: boolean;
  readonly ops?: string;
  readonly collation?: string;
  /** Where they do not stand by themselves. */
  readonly nulls?: "first" | "last";
}

export type Constraint =
  | {
      readonly kind: "unique";
      readonly name: string;
      readonly fields: readonly string[];
      readonly where: string | null;
      readonly nullsNotDistinct: boolean;
      /** `true`: at the end of the transaction; `"immediate"`: at each statement, until somebody defers it. */
      readonly deferrable: Deferrable;
      /** Fields that the index behind it carries along; absent where there is none. */
      readonly include?: readonly string[];
      readonly position: Position;
    }
  | {
      readonly kind: "check";
      readonly name: string;
      readonly sql: string;
      /** Old rows may break it. */
      readonly validated?: false;
      readonly position: Position;
    }
  | Exclusion;

export type Deferrable = boolean | "immediate";

export interface Exclusion {
  readonly kind: "exclude";
  readonly name: string;
  readonly using: string;
  readonly parts: readonly { readonly key: IndexKey; readonly operator: string }[];
  readonly where: string | null;
  readonly include: readonly string[];
  readonly deferrable: Deferrable;
  readonly position: Position;
}
