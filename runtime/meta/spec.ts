import type { ColumnSpec } from "../values/index.js";
import type { ModelMeta } from "./meta.js";

/** Called for each new row that leaves the field out. */
export type DefaultValue = () => unknown;

export type OnDelete = "cascade" | "restrict" | "setNull" | "setDefault" | "doNothing";

interface StoredSpec {
  /** Where it is not the field's name. */
  readonly column?: string;
  readonly type: ColumnSpec;
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
  readonly toField: string;
  readonly attribute: string;
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

export type FieldSpec = ColumnFieldSpec | ForeignKeySpec | ManyToManySpec;

/** The other end of a relation that `from` declares in `field`. */
export interface ReverseSpec {
  readonly from: () => ModelMeta;
  readonly field: string;
  /** The property's name; null where there is none. */
  readonly name: string | null;
  /** Its name in conditions, where that is another one. */
  readonly queryName?: string;
  readonly kind: "reverseForeignKey" | "reverseOneToOne" | "reverseManyToMany";
}

/** What the config says of the whole client. */
export interface ClientSpec {
  /** Time zone in which timestamps are taken apart: `published__year`. */
  readonly timeZone: string;
  /** Whether instances from sync calls may load relations when they are first used. */
  readonly lazy: "sync" | "never";
  /** How async methods are spelt, for messages: `"a{name}"`; the plain name where nothing is said. */
  readonly asyncName?: string;
}

/** What a generated client says of a model to the runtime. */
export interface ModelSpec {
  readonly client: ClientSpec;
  /** The model's class; absent for the model behind a many-to-many without `through`. */
  readonly construct?: () => object;
  readonly name: string;
  readonly table: string;
  /** Where queries of the model begin, if not at all its rows: the state of its manager's `base`. Asked once. */
  readonly base?: () => object;
  readonly primaryKey: readonly string[];
  readonly ordering?: readonly string[];
  /** Fields that are unique together, without a condition: `validate` asks for them. */
  readonly unique?: readonly (readonly string[])[];
  /** Views and foreign tables: the database knows no primary key of theirs. */
  readonly managed?: false;
  /** In declaration order: names come from the generator, never from a user of the client. */
  readonly fields: Readonly<Record<string, FieldSpec>>;
  readonly reverse?: readonly ReverseSpec[];
}
