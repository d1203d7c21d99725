import type { Entry, ModelFact, Span, TargetFact, Value } from "./facts.js";
import type { Options } from "./options/options.js";
import type { Report } from "./report.js";
import type {
  ColumnType,
  Constraint,
  Default,
  ForeignKeyInDatabase,
  Index,
  OnDelete,
  ReverseRelation,
  Code,
} from "./schema.js";

/** What the passes work on: models that grow from the facts until they are complete. */
export interface Draft {
  readonly report: Report;
  /** The schema of models that name none. */
  readonly schema: string | null;
  readonly facts: readonly ModelFact[];
  /** Every class that extends `Model`, by key. */
  readonly classes: Map<string, ClassDraft>;
  /** Concrete models, by name. */
  readonly models: Map<string, ModelDraft>;
  readonly enums: Map<
    string,
    { readonly labels: readonly string[]; readonly subject: string; readonly span: Span }
  >;
}

/** A class as written, its options and fields read. */
export interface ClassDraft {
  readonly fact: ModelFact;
  readonly abstract: boolean;
  readonly options: Options;
  readonly fields: readonly FieldSpec[];
}

export type FieldSpec = ColumnSpec | ForeignKeySpec | ManyToManySpec;

interface SpecBase {
  readonly name: string;
  readonly span: Span;
  readonly comment: string | null;
  /** As messages name it: `Book.title`. */
  readonly subject: string;
  readonly options: Options;
}

interface StoredSpec {
  readonly null: boolean;
  readonly unique: boolean;
  readonly index: boolean;
  readonly primaryKey: boolean;
  readonly editable: boolean;
  readonly hidden: boolean;
  readonly default: Default | null;
  readonly dbDefault: string | null;
  readonly validators: readonly Code[];
}

export interface ColumnSpec extends SpecBase, StoredSpec {
  readonly kind: "column";
  readonly type: ColumnType;
  readonly choices: readonly (string | number)[] | null;
  readonly autoNow: boolean;
  readonly autoNowAdd: boolean;
  readonly generated: string | null;
  readonly virtual: boolean;
}

export interface ForeignKeySpec extends SpecBase, StoredSpec {
  readonly kind: "foreignKey";
  readonly oneToOne: boolean;
  readonly target: TargetFact | null;
  readonly onDelete: OnDelete;
  readonly constraint: boolean;
  readonly database: ForeignKeyInDatabase | null;
  readonly relatedName: Entry | null;
}

export interface ManyToManySpec extends SpecBase {
  readonly kind: "manyToMany";
  readonly target: TargetFact | null;
  readonly through: TargetFact | null;
  readonly relatedName: Entry | null;
}

/** A field of one model, with what the passes found out about it. */
export interface FieldDraft {
  readonly spec: FieldSpec;
  /** The target of a relation. */
  target: ModelDraft | null;
  /** The column's name. */
  column: string | null;
  /** `authorId`, of a foreign key. */
  attribute: string | null;
  type: ColumnType | null;
  toField: string | null;
  /** Of a relation over fields that are there: own fields, and the target's. */
  pairs: readonly (readonly [string, string])[] | null;
  through: { readonly model: ModelDraft; readonly source: string; readonly target: string } | null;
}

/** Something that a message may point at. */
export type Placed<T> = T & { readonly span: Span };

export interface ModelDraft {
  readonly name: string;
  readonly span: Span;
  /** The class and its bases, outermost base first; empty for a model made for a `manyToMany`. */
  readonly chain: readonly ClassDraft[];
  readonly auto: boolean;
  readonly managed: boolean;
  readonly comment: string | null;
  readonly table: string;
  /** Null where the connection's search path decides. */
  readonly schema: string | null;
  readonly fields: FieldDraft[];
  primaryKey: readonly string[];
  /** The name of its constraint, where the model says one. */
  primaryKeyName: string | null;
  readonly reverse: Placed<ReverseRelation>[];
  ordering: readonly string[];
  indexes: readonly Placed<Index>[];
  constraints: readonly Placed<Constraint>[];
}

export interface OptionValue {
  readonly entry: Entry;
  readonly owner: ClassDraft;
}

/** An option of the model, from the class itself or the nearest base that has it. */
export function modelOption(model: ModelDraft, name: string): OptionValue | null {
  for (const owner of model.chain.toReversed()) {
    const entry = owner.options.get(name);
    if (entry) return { entry, owner };
  }
  return null;
}

/** How the model's table is partitioned, and where that is said; null where it is not. */
export function partitioningOf(model: ModelDraft): { readonly sql: string; readonly span: Span } | null {
  const entry = modelOption(model, "partitionBy")?.entry;
  if (entry?.value.kind !== "scalar" || typeof entry.value.value !== "string") return null;
  return { sql: entry.value.value, span: entry.span };
}

/** The options of every class of the chain, bases first: indexes and constraints add up. */
export function modelOptions(model: ModelDraft, name: string): readonly Value[] {
  return model.chain.flatMap((owner) => {
    const value = owner.options.get(name)?.value;
    return value?.kind === "list" ? value.items : [];
  });
}

export function fieldNamed(model: ModelDraft, name: string): FieldDraft | undefined {
  return model.fields.find(({ spec }) => spec.name === name);
}

/** What tells a table from all others: two schemas may have tables of one name. */
export function tableOf({ schema, table }: ModelDraft): string {
  return schema === null ? table : `${schema}.${table}`;
}

/** Whether a relation has a column of its own: not where it stands over others. */
export function hasColumn({ spec }: FieldDraft): boolean {
  return spec.kind === "column" || (spec.kind === "foreignKey" && !spec.options.has("columns"));
}

export function newField(spec: FieldSpec): FieldDraft {
  return {
    ...{ spec, target: null, column: null, attribute: null, type: null },
    ...{ toField: null, pairs: null, through: null },
  };
}
