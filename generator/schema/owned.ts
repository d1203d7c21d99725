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
      readonly deferrable: boolean;
      readonly position: Position;
    }
  | { readonly kind: "check"; readonly name: string; readonly sql: string; readonly position: Position };
