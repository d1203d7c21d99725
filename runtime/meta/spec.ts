import type { ColumnSpec, PlainType } from "../values/index.js";
import type { ModelMeta } from "./meta.js";

/** Called for each new row that leaves the field out. */
export type DefaultValue = () => unknown;

export type OnDelete = "cascade" | "restrict" | "setNull" | "setDefault" | "doNothing";

interface StoredSpec {
  /** Where it is not the field's name, with `_id` for a foreign key. */
  readonly column?: string;
  readonly type: ColumnSpec | PlainType;
  readonly null?: true;
  readonly unique?: true;
  /** A function to call for each new row, or a value. */
  readonly default?: unknown;
  /** The database fills the column when no value is given: identity, `dbDefault`. */
  readonly dbDefault?: true;
  readonly editable?: false;
  /** Left out of the JSON of an instance. */
  readonly hidden?: true;
  readonly validators?: readonly ((value: never) => void)[];
}

/** A column as the generated client describes it. */
export interface ColumnFieldSpec extends StoredSpec {
  readonly choices?: readonly (string | number)[];
  readonly autoNow?: true;
  readonly autoNowAdd?: true;
  /** A stored generated column: read, never written. */
  readonly generated?: true;
}

/** A `foreignKey` or `oneToOne`. */
export interface ForeignKeySpec extends StoredSpec {
  readonly to: () => ModelMeta;
  /** The column that it points at, where that is not the target's one-column primary key. */
  readonly toField?: string;
  /** The property that holds the key, where it is not `authorId` for `author`; the column is `author_id` likewise. */
  readonly attribute?: string;
  readonly onDelete: OnDelete;
  readonly oneToOne?: true;
}

/** A relation over columns that are fields themselves: own fields, and the target's that they refer to. */
export interface ReferenceSpec {
  readonly to: () => ModelMeta;
  readonly pairs: readonly (readonly [string, string])[];
  readonly onDelete: OnDelete;
  readonly oneToOne?: true;
}

export interface ManyToManySpec {
  readonly to: () => ModelMeta;
  readonly through: () => ModelMeta;
  /** The through model's foreign keys: to the declaring model, and to the target. */
  readonly source: string;
  readonly target: string;
  readonly symmetrical?: true;
}

export type FieldSpec = ColumnFieldSpec | ForeignKeySpec | ReferenceSpec | ManyToManySpec;

/** The other end of a relation that `from` declares in `field`. */
export interface ReverseSpec {
  readonly from: () => ModelMeta;
  readonly field: string;
  /** The property, where it is not the name in conditions. */
  readonly property?: string;
  /** Leads to one row or none: the field is a one-to-one. */
  readonly one?: true;
  /** No property, and a name that no condition can spell: deletion follows it all the same. */
  readonly hidden?: true;
}

/** `{name}` stands for the method's name, `{Name}` for it with a capital. */
export interface PairSpelling {
  readonly async: string;
  readonly sync: string;
}

/** What the config says of the whole client. */
export interface ClientSpec {
  /** Time zone in which timestamps are taken apart: `published__year`. */
  readonly timeZone: string;
  /** Whether instances from sync calls may load relations when they are first used. */
  readonly lazy: "sync" | "never";
  /** How the twins of a pair are spelt: `{ async: "a{name}", sync: "{name}" }`. */
  readonly pairs: PairSpelling;
}

export type HookName = "beforeSave" | "afterSave" | "beforeDelete" | "afterDelete" | "afterCommit";

/** What runs around the saving and deleting of an instance, which is their `this`. */
export type ModelHooks = { readonly [N in HookName]?: (event: HookEvent) => unknown };

/** What has happened, for `afterSave` and `afterCommit`; what is about to, for `beforeDelete`. */
export interface HookEvent {
  /** `"save"` before a save alone: whether it makes a row is known behind it. */
  readonly action: "save" | "create" | "update" | "delete";
}

/** A unique constraint, or index, with a condition in SQL. */
export interface PartlyUnique {
  readonly name: string;
  readonly fields: readonly string[];
  readonly where: string;
}

/** What a generated client says of a model to the runtime. */
export interface ModelSpec {
  readonly client: ClientSpec;
  readonly name: string;
  readonly table: string;
  /** The schema that the table lies in, where the search path does not find it. */
  readonly schema?: string;
  /** The classes of its client; absent for the model behind a many-to-many without `through`. */
  readonly queryset?: object;
  /** Of `objects`; where it has a `base`, queries begin with that. */
  readonly manager?: object;
  readonly relatedManager?: object;
  /** Managers beside `objects`, by name. */
  readonly managers?: Readonly<Record<string, object>>;
  readonly primaryKey: readonly string[];
  readonly ordering?: readonly string[];
  /** Fields that are unique together, without a condition: `validate` asks for them. */
  readonly unique?: readonly (readonly string[])[];
  /** Those for some rows alone: `validate` asks for these, too. */
  readonly partlyUnique?: readonly PartlyUnique[];
  /** CHECK constraints in SQL: `validate` asks the database whether a row would meet them. */
  readonly checks?: readonly { readonly name: string; readonly sql: string }[];
  readonly hooks?: ModelHooks;
  /** Views and foreign tables: the database knows no primary key of theirs. */
  readonly managed?: false;
  /** In declaration order: names come from the generator, never from a user of the client. */
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** By the name in conditions. */
  readonly reverse?: Readonly<Record<string, ReverseSpec>>;
}
