import type { Deferrable } from "../../schema/schema.js";

/**
 * What of the models stands in the database: plain data in a stable order. It is the fold of what the migrations
 * record, so that the next migration knows from where it starts.
 */
export interface DatabaseState {
  readonly extensions: readonly string[];
  readonly enums: readonly EnumState[];
  readonly tables: readonly TableState[];
  /** Keys of tables that models read and no migration makes, or takes away. */
  readonly unmanaged?: readonly string[];
}

export interface EnumState {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface TableState {
  readonly name: string;
  /** Null where the connection's search path decides. */
  readonly schema: string | null;
  /** The model's name, for messages and answers. */
  readonly model: string;
  /** Made for a `manyToMany` without `through`. */
  readonly auto: boolean;
  readonly comment: string | null;
  readonly columns: readonly ColumnState[];
  readonly primaryKey: KeyState | null;
  readonly uniques: readonly UniqueState[];
  readonly checks: readonly CheckState[];
  readonly foreignKeys: readonly ForeignKeyState[];
  readonly indexes: readonly IndexState[];
  /** Absent where there is none. */
  readonly excludes?: readonly ExcludeState[];
  /** How it is partitioned, as SQL. */
  readonly partitionBy?: string;
}

export interface ColumnState {
  readonly name: string;
  /** The field's name, for messages and answers. */
  readonly field: string;
  /** As written in SQL: `varchar(100)`. */
  readonly type: string;
  readonly null: boolean;
  /** Who counts: an identity, or a sequence behind the column's DEFAULT, as `serial` makes it. */
  readonly identity: "default" | "always" | "serial" | null;
  readonly default: string | null;
  readonly generated: string | null;
  /** It is computed when it is read: PostgreSQL 18. */
  readonly virtual?: true;
  readonly comment: string | null;
}

export interface KeyState {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface UniqueState extends KeyState {
  readonly nullsNotDistinct: boolean;
  /** `true`: at the end of the transaction; `"immediate"`: at each statement, until somebody defers it. */
  readonly deferrable: Deferrable;
  readonly include?: readonly string[];
}

export interface CheckState {
  readonly name: string;
  readonly sql: string;
  /** Old rows may break it. */
  readonly notValid?: true;
}

export interface ExcludeState {
  readonly name: string;
  readonly using: string;
  readonly parts: readonly { readonly key: IndexColumn; readonly operator: string }[];
  readonly where: string | null;
  readonly include: readonly string[];
  readonly deferrable: Deferrable;
}

export interface ForeignKeyState extends KeyState {
  /** The key of the table that it refers to. */
  readonly table: string;
  readonly targets: readonly string[];
  /** As SQL: `CASCADE`; null where the database does nothing itself. */
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  /** At once, at the end of the transaction, or at once until somebody defers it. */
  readonly checked: "immediate" | "deferred" | "deferrable";
}

export interface IndexState {
  readonly name: string;
  readonly unique: boolean;
  readonly using: string | null;
  readonly columns: readonly IndexColumn[];
  readonly ops: string | null;
  readonly include: readonly string[];
  readonly where: string | null;
  readonly nullsNotDistinct: boolean;
  /** Storage parameters: `fillfactor=70`. */
  readonly with: readonly string[];
}

export interface IndexColumn {
  /** Null where it is an expression. */
  readonly name: string | null;
  /** SQL. */
  readonly expression?: string;
  readonly descending: boolean;
  /** Where it is not that of the whole index. */
  readonly ops?: string;
  readonly collation?: string;
  /** Where they do not stand by themselves. */
  readonly nulls?: "first" | "last";
}

export const EMPTY: DatabaseState = { extensions: [], enums: [], tables: [] };
