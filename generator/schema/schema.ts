/**
 * The intermediate representation between reading model files and everything that is made from them.
 *
 * Plain, readonly, kind-tagged data. It knows neither ts-morph nor templates, and it serialises to JSON.
 */

import type { Carried } from "./carried.js";
import type { HookName } from "./naming/hook-names.js";
import type { Constraint, Index } from "./owned.js";
import type { Position } from "./position.js";

export type { Carried, CarriedImport } from "./carried.js";
export type { Constraint, Deferrable, Exclusion, Index, IndexKey } from "./owned.js";
export type { Position } from "./position.js";

export interface Schema {
  /** Concrete models in a stable order (by name), those made for a `manyToMany` without `through` included. */
  readonly models: readonly Model[];
  /** PostgreSQL enum types, by name. */
  readonly enums: readonly EnumType[];
  /** Extensions of PostgreSQL, by name; absent where there is none. */
  readonly extensions?: readonly string[];
}

export interface EnumType {
  readonly kind: "enum";
  readonly name: string;
  readonly labels: readonly string[];
}

export interface Model {
  readonly kind: "model";
  readonly name: string;
  readonly table: string;
  /** The schema that the table lies in, where it is not `public`. */
  readonly schema?: string;
  /** False for views and foreign tables: queried, never created. */
  readonly managed: boolean;
  /** True for the join model that stands behind a `manyToMany` without `through`. It gets no client class. */
  readonly auto: boolean;
  readonly comment: string | null;
  /** In declaration order, bases' fields first; the primary key first where it was added. */
  readonly fields: readonly Field[];
  /** Names of the fields that make the primary key; none where the table has no key. */
  readonly primaryKey: readonly string[];
  /** The name of its constraint, where it is not what goes without saying. */
  readonly primaryKeyName?: string;
  /** How the table is partitioned, as SQL. */
  readonly partitionBy?: string;
  /** Relations that other models declare towards this one. */
  readonly reverse: readonly ReverseRelation[];
  /** `"-published"`, `"author__name"`, `"?"`: checked against the fields. */
  readonly ordering: readonly string[];
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  /** `static queryset = { … }`: methods for the queryset, the manager and the related managers. */
  readonly querysetMethods: readonly Member[];
  /** `static manager = { … }`: methods for the manager alone. */
  readonly managerMethods: readonly Member[];
  /** Managers beside `objects`, by name: `static managers = { everything: { … } }`. */
  readonly managers: readonly { readonly name: string; readonly methods: readonly Member[] }[];
  /** `static hooks = { … }`: methods that run before and after an instance is saved or deleted. */
  readonly hooks: readonly Hook[];
  /** Getters, setters and methods (static ones included) carried to the client class. */
  readonly members: readonly Member[];
  /** What the carried code of this model needs beside itself. */
  readonly carried: Carried;
  readonly position: Position;
}

export type Field = Column | ForeignKey | Reference | ManyToMany;

interface FieldBase {
  /** The property's name in the model file. */
  readonly name: string;
  readonly comment: string | null;
  readonly position: Position;
}

interface Stored {
  /** The database column's name. */
  readonly column: string;
  readonly null: boolean;
  readonly unique: boolean;
  readonly index: boolean;
  /** Part of the primary key, which may have several fields: see `Model.primaryKey`. */
  readonly primaryKey: boolean;
  readonly editable: boolean;
  /** Left out of the JSON of an instance. */
  readonly hidden: boolean;
  readonly default: Default | null;
  /** A SQL expression for the column's DEFAULT. */
  readonly dbDefault: string | null;
  readonly validators: readonly Code[];
}

export interface Column extends FieldBase, Stored {
  readonly kind: "column";
  readonly type: ColumnType;
  /** `choices` of any column, checked by `validate` and narrowed in the type: text, numbers. */
  readonly choices: readonly (string | number)[] | null;
  readonly autoNow: boolean;
  readonly autoNowAdd: boolean;
  /** A generated column's SQL expression. */
  readonly generated: string | null;
  /** It is computed when it is read. */
  readonly virtual?: true;
}

/** What the constraint of a foreign key says beside its columns, where it is not what goes without saying. */
export interface ForeignKeyInDatabase {
  readonly name?: string;
  /** Whether the database itself carries out `onDelete`. */
  readonly inDatabase?: true;
  readonly onUpdate?: OnDelete;
  /** When it is checked: `false` at once, `"immediate"` until it is deferred, else at the end of the transaction. */
  readonly deferrable?: false | "immediate";
}

export type OnDelete = "cascade" | "restrict" | "setNull" | "setDefault" | "doNothing";

/** A `foreignKey`, or a `oneToOne` (unique). */
export interface ForeignKey extends FieldBase, Stored {
  readonly kind: "foreignKey";
  readonly oneToOne: boolean;
  /** Name of the target model. */
  readonly to: string;
  /** The target's field that the column holds: its primary key. */
  readonly toField: string;
  /** The instance's property for the raw key: `authorId`. */
  readonly attribute: string;
  /** The column's type: the target's key, without identity. */
  readonly type: ColumnType;
  readonly onDelete: OnDelete;
  /** Whether a FOREIGN KEY constraint stands in the database (default true). */
  readonly constraint: boolean;
  readonly database?: ForeignKeyInDatabase;
}

/** A relation over several columns that are fields themselves. */
export interface Reference extends FieldBase {
  readonly kind: "reference";
  readonly oneToOne: boolean;
  readonly to: string;
  /** Own fields, and the target's fields that they refer to. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Whether one of the own columns can be null. */
  readonly null: boolean;
  readonly index: boolean;
  readonly onDelete: OnDelete;
  readonly constraint: boolean;
  readonly database?: ForeignKeyInDatabase;
}

export interface ManyToMany extends FieldBase {
  readonly kind: "manyToMany";
  readonly to: string;
  /** Name of the model in between, declared (`through`) or made (`auto`). */
  readonly through: string;
  /** The through model's foreign key to the declaring model, by field name. */
  readonly sourceField: string;
  /** The through model's foreign key to the target, by field name. */
  readonly targetField: string;
  /** A self relation that holds both ways (Django's default for `manyToMany` to itself). */
  readonly symmetrical: boolean;
}

/** The other end of a relation, standing on its target. */
export interface ReverseRelation {
  /** Property on an instance: `books`, or `bookSet` without `relatedName`; null if hidden (`relatedName: "+"`). */
  readonly name: string | null;
  /** Name in keyword conditions: `books`, or `book` without `relatedName`. */
  readonly queryName: string | null;
  /** The model that declares the relation, and its field there. */
  readonly from: string;
  readonly field: string;
  readonly kind: "reverseForeignKey" | "reverseOneToOne" | "reverseManyToMany";
}

export type ColumnType =
  | {
      readonly kind: "text";
      readonly maxLength: number | null;
      /** The column's own type, where it is not `text` or `varchar(n)`. */
      readonly dbType?: TextType;
      readonly collation?: string;
      readonly format: "slug" | "email" | "url" | null;
    }
  | {
      readonly kind: "integer";
      readonly size: 2 | 4 | 8;
      readonly as: "number" | "bigint";
      readonly identity: boolean;
      /** Another value than the sequence's takes OVERRIDING SYSTEM VALUE. */
      readonly always?: true;
      /** A sequence of its own stands behind the column's DEFAULT, in place of an identity. */
      readonly serial?: true;
    }
  | { readonly kind: "float"; readonly size?: 4 }
  | {
      readonly kind: "decimal";
      readonly precision: number | null;
      readonly scale: number | null;
      readonly as: "string" | "number";
    }
  | { readonly kind: "boolean" }
  | { readonly kind: "date" }
  | { readonly kind: "time"; readonly precision?: number }
  | {
      readonly kind: "timestamp";
      /** Digits behind the second: 3, a millisecond, is what a Date holds. */
      readonly precision: number;
      readonly as: "date" | "string";
      readonly zone?: false;
    }
  | { readonly kind: "interval"; readonly precision?: number }
  | { readonly kind: "uuid" }
  | { readonly kind: "json"; readonly tsType: Code | null; readonly dbType?: "json" }
  | { readonly kind: "bytes" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "enum"; readonly name: string; readonly labels: readonly string[] }
  | { readonly kind: "array"; readonly of: ColumnType }
  | { readonly kind: "range"; readonly of: RangeSubtype }
  | { readonly kind: "inet" }
  | { readonly kind: "hstore" }
  | { readonly kind: "searchVector" }
  | {
      readonly kind: "custom";
      /** As written in SQL: `vector(3)`. */
      readonly dbType: string;
      readonly tsType: Code;
      readonly parse: Code | null;
      readonly serialize: Code | null;
    };

export type TextType = "text" | "varchar" | "char" | "citext";

export type RangeSubtype = "integer" | "bigInteger" | "decimal" | "date" | "timestamp";

export type Default =
  | { readonly kind: "literal"; readonly value: Json }
  /** An expression of the model file, carried: a function to call for each new row, or any other expression. */
  | { readonly kind: "function"; readonly code: Code };

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A piece of the model file's own text, printed verbatim in the client. */
export interface Code {
  readonly text: string;
}

/**
 * A member that is no field, with its whole text, `static` included: `get label(): string { … }`, without a `this` parameter,
 * `static LIMIT = 5;`, `declare note?: string;`.
 */
export interface Member {
  readonly kind: "property" | "getter" | "setter" | "method";
  readonly name: string;
  readonly static: boolean;
  readonly comment: string | null;
  readonly text: string;
  readonly position: Position;
}

export interface Hook extends Member {
  readonly name: HookName;
  /** A sync call cannot wait for it. */
  readonly async: boolean;
}
