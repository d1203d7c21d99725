import type {
  CheckState,
  ColumnState,
  EnumState,
  ExcludeState,
  ForeignKeyState,
  IndexState,
  KeyState,
  TableState,
  UniqueState,
} from "../state/state.js";

interface OnTable {
  /** The table's key. */
  readonly table: string;
}
interface OnColumn extends OnTable {
  readonly column: string;
}
interface Change<T> {
  readonly from: T;
  readonly to: T;
}

/** The same content under each of the kinds. */
type Each<K extends string, T> = K extends string ? { readonly kind: K } & T : never;

/** One change of the state: plain data, recorded in a migration's JSON. Names are those behind the renames before it. */
export type Operation =
  | Each<"createExtension" | "dropExtension", { readonly name: string }>
  | Each<"createEnum" | "dropEnum", { readonly enum: EnumState }>
  | Each<"renameEnum", Change<string>>
  | Each<"changeLabels", Change<readonly string[]> & LabelChange>
  | Each<"createTable" | "dropTable", { readonly table: TableState }>
  /** The table stays as it is: migrations have nothing more to do with it, or have again. */
  | Each<"leaveTable" | "takeTable", { readonly table: TableState }>
  | Each<"renameTable", Change<string>>
  | Each<"renameModel", OnTable & Change<string>>
  | Each<"addColumn" | "dropColumn", OnTable & { readonly column: ColumnState }>
  | Each<"renameColumn", OnTable & Change<string>>
  | Each<"renameField", OnColumn & Change<string>>
  /** The column is dropped and added again: there is no way from the one type to the other. */
  | Each<"replaceColumn" | "alterGenerated", OnTable & Change<ColumnState>>
  | Each<"alterType", OnColumn & Change<string>>
  | Each<"alterDefault", OnColumn & Change<string | null>>
  | Each<"alterNull", OnColumn & Change<boolean>>
  | Each<"alterIdentity", OnColumn & Change<ColumnState["identity"]>>
  | Each<"addPrimaryKey" | "dropPrimaryKey", OnTable & { readonly key: KeyState }>
  | Each<"addUnique" | "dropUnique", OnTable & { readonly unique: UniqueState }>
  | Each<"addCheck" | "dropCheck", OnTable & { readonly check: CheckState }>
  | Each<"addExclude" | "dropExclude", OnTable & { readonly exclude: ExcludeState }>
  /** Rows that break the check are looked for. */
  | Each<"validateCheck", OnTable & { readonly check: CheckState }>
  | Each<"repartition", OnTable & Change<string | null>>
  | Each<"addForeignKey" | "dropForeignKey", OnTable & { readonly foreignKey: ForeignKeyState }>
  | Each<"createIndex" | "dropIndex", OnTable & { readonly index: IndexState }>
  | Each<"renameConstraint" | "renameIndex", OnTable & Change<string>>
  | Each<"comment", OnTable & Change<string | null> & { readonly column: string | null }>;

interface LabelChange {
  readonly name: string;
  /** Labels that only get another name. */
  readonly renamed: readonly (readonly [string, string])[];
  /** What rows that hold a removed label get instead. */
  readonly mapped: readonly (readonly [string, string])[];
}

export type OperationOf<K extends Operation["kind"]> = Extract<Operation, { readonly kind: K }>;
