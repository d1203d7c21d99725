/**
 * What of the models stands in the database: plain data in a stable order, kept in `migrations/state.json`
 * so that the next migration knows from where it starts.
 */
export interface DatabaseState {
  readonly extensions: readonly string[];
  readonly enums: readonly EnumState[];
  readonly tables: readonly TableState[];
}

export interface EnumState {
  readonly name: string;
  readonly labels: readonly string[];
}

export interface TableState {
  readonly name: string;
  /** The model's name, for messages. */
  readonly model: string;
  readonly comment: string | null;
  readonly columns: readonly ColumnState[];
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] };
  readonly uniques: readonly UniqueState[];
  readonly checks: readonly CheckState[];
  readonly foreignKeys: readonly ForeignKeyState[];
  readonly indexes: readonly IndexState[];
}

export interface ColumnState {
  readonly name: string;
  /** The field's name, for messages. */
  readonly field: string;
  /** As written in SQL: `varchar(100)`. */
  readonly type: string;
  readonly null: boolean;
  readonly identity: boolean;
  readonly default: string | null;
  readonly generated: string | null;
  readonly comment: string | null;
}

export interface UniqueState {
  readonly name: string;
  readonly columns: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
}

export interface CheckState {
  readonly name: string;
  readonly sql: string;
}

export interface ForeignKeyState {
  readonly name: string;
  readonly column: string;
  readonly table: string;
  readonly target: string;
}

export interface IndexState {
  readonly name: string;
  readonly unique: boolean;
  readonly using: string | null;
  readonly columns: readonly { readonly name: string; readonly descending: boolean }[];
  readonly ops: string | null;
  readonly include: readonly string[];
  readonly where: string | null;
  readonly nullsNotDistinct: boolean;
}

export const EMPTY: DatabaseState = { extensions: [], enums: [], tables: [] };
