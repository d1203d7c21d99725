import { codecFor, columnSpecOf, type Codec, type ColumnSpec } from "../values/index.js";
import type { ColumnFieldSpec, DefaultValue, ForeignKeySpec } from "./spec.js";
import type { ModelMeta } from "./meta.js";

/** A stored column of a model. */
export class ColumnMeta {
  readonly kind = "column";
  /** Itself: what asks for the columns of a key need not tell one from several. */
  readonly columns: readonly ColumnMeta[] = [this];
  readonly type: ColumnSpec;
  readonly codec: Codec;
  /** The database column's name. */
  readonly column: string;
  /** The instance's property: `title`, `authorId`. */
  readonly attribute: string;
  readonly null: boolean;
  readonly unique: boolean;
  readonly primaryKey: boolean;
  readonly default: DefaultValue | null;
  readonly dbDefault: boolean;
  readonly generated: boolean;
  readonly editable: boolean;
  readonly hidden: boolean;
  readonly autoNow: boolean;
  readonly autoNowAdd: boolean;
  readonly validators: readonly ((value: never) => void)[];
  readonly choices: readonly (string | number)[] | null;

  constructor(
    readonly model: ModelMeta,
    /** The field's name: `title`, `author`. */
    readonly name: string,
    spec: ColumnFieldSpec | ForeignKeySpec,
    /** The position among the model's columns. */
    readonly index: number,
  ) {
    this.type = columnSpecOf(spec.type);
    this.codec = codecFor(this.type);
    const relates = "to" in spec;
    this.column = spec.column ?? (relates ? `${name}_id` : name);
    this.attribute = relates ? (spec.attribute ?? `${name}Id`) : name;
    this.null = spec.null === true;
    this.primaryKey = model.spec.primaryKey.includes(name);
    this.unique =
      spec.unique === true ||
      ("oneToOne" in spec && spec.oneToOne === true) ||
      (this.primaryKey && model.spec.primaryKey.length === 1) ||
      model.spec.unique?.some((names) => names.length === 1 && names[0] === name) === true;
    this.default = defaultOf(spec.default);
    this.dbDefault = spec.dbDefault === true;
    this.generated = "generated" in spec && spec.generated === true;
    this.editable = spec.editable !== false;
    this.hidden = spec.hidden === true;
    this.autoNow = "autoNow" in spec && spec.autoNow === true;
    this.autoNowAdd = "autoNowAdd" in spec && spec.autoNowAdd === true;
    this.validators = spec.validators ?? [];
    this.choices = "choices" in spec ? (spec.choices ?? null) : null;
  }

  /** `Book.title`, for messages. */
  get label(): string {
    return `${this.model.name}.${this.name}`;
  }
}

function defaultOf(value: unknown): DefaultValue | null {
  if (value === undefined) return null;
  return typeof value === "function" ? (value as DefaultValue) : () => value;
}
