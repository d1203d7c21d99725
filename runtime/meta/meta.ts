import { InvalidQuery } from "../errors/index.js";
import { ColumnMeta } from "./column.js";
import type { Instance } from "./instance-identity.js";
import { ColumnRow, type Key } from "./key.js";
import type { RelationMeta } from "./relation.js";
import { relationsOf } from "./relations-of.js";
import type { ModelSpec } from "./spec.js";

/** The class of a model's instances. */
export type InstanceClass = new (values: object) => Instance;

let made = 0;

/** Every model of the process by its id: a query's key names it so. */
export const modelsById = new Map<string, { readonly name: string; readonly table: string }>();

/**
 * What the runtime knows of a model: `Book.meta`.
 *
 * ```ts
 * Book.meta.table;                          // "library_book"
 * Book.meta.columns.map((c) => c.column);   // ["id", "title", "author_id", …]
 * ```
 */
export class ModelMeta {
  /** Tells it from every other model of the process, which may hold several clients: part of a query's key. */
  readonly id = `m${String(++made)}`;
  readonly name: string;
  readonly table: string;
  readonly ordering: readonly string[];
  /** Stored columns in declaration order: the order of every row. */
  readonly columns: readonly ColumnMeta[];
  readonly primaryKey: readonly ColumnMeta[];
  readonly #columnsByName = new Map<string, ColumnMeta>();
  readonly #columnsByAttribute = new Map<string, ColumnMeta>();
  #relations: ReadonlyMap<string, RelationMeta> | null = null;
  #relationsByName: ReadonlyMap<string, RelationMeta> | null = null;
  readonly #rows = new Map<string, ColumnRow>();
  #construct: InstanceClass | null = null;
  readonly #classOf: (meta: ModelMeta) => InstanceClass;

  constructor(
    readonly spec: ModelSpec,
    /** Handed in: this room knows no instances. Asked once, when models that refer to each other are all there. */
    classOf: (meta: ModelMeta) => InstanceClass,
  ) {
    this.#classOf = classOf;
    this.name = spec.name;
    this.table = spec.table;
    modelsById.set(this.id, { name: spec.name, table: spec.table });
    this.ordering = spec.ordering ?? [];
    const columns: ColumnMeta[] = [];
    for (const [name, field] of Object.entries(spec.fields)) {
      if ("through" in field || "pairs" in field) continue;
      const column = new ColumnMeta(this, name, field, columns.length);
      columns.push(column);
      this.#columnsByName.set(name, column);
      this.#columnsByAttribute.set(column.attribute, column);
    }
    this.columns = columns;
    this.primaryKey = spec.primaryKey.map((name) => this.requireColumn(name));
  }

  /** The one column of the primary key; throws for a composite key. */
  get key(): ColumnMeta {
    const [column, ...more] = this.primaryKey;
    if (!column || more.length > 0) throw new TypeError(`${this.name} has a composite primary key`);
    return column;
  }

  /**
   * What its rows are known by: the primary key's column, or several together.
   *
   * @throws InvalidQuery where the table has no primary key.
   */
  get pk(): Key {
    if (this.primaryKey.length === 0) throw new InvalidQuery(`${this.name} has no primary key`);
    return this.rowOf(this.primaryKey);
  }

  /** Columns that stand together as a key; one is itself. */
  rowOf(columns: readonly ColumnMeta[]): Key {
    const [column, ...more] = columns;
    if (column && more.length === 0) return column;
    const names = columns.map(({ name }) => name).join("+");
    const own = names === this.spec.primaryKey.join("+") ? "pk" : `+${names}`;
    const known = this.#rows.get(own);
    if (known) return known;
    const made = new ColumnRow(this, columns, own);
    this.#rows.set(own, made);
    return made;
  }

  /** What a path calls so: a column, `pk`, or columns that a relation knows its rows by. */
  keyNamed(name: string): Key | undefined {
    if (name === "pk" && this.primaryKey.length > 0) return this.pk;
    return name === "pk" ? undefined : (this.column(name) ?? this.#rows.get(name));
  }

  /** The class that rows become. */
  get construct(): InstanceClass {
    return (this.#construct ??= this.#classOf(this));
  }

  /** By field name (`author`) or by the property that holds its key (`authorId`). */
  column(name: string): ColumnMeta | undefined {
    return this.#columnsByName.get(name) ?? this.#columnsByAttribute.get(name);
  }

  requireColumn(name: string): ColumnMeta {
    const column = this.column(name);
    if (!column) throw new TypeError(`${this.name} has no column "${name}"`);
    return column;
  }

  /** By the name used in conditions and paths: `author`, `books`. */
  relation(queryName: string): RelationMeta | undefined {
    return this.relations.get(queryName);
  }

  /** By the instance's property: `author`, `bookSet`. */
  relationByName(name: string): RelationMeta {
    const relation = this.findRelation(name);
    if (!relation) throw new TypeError(`${this.name} has no relation "${name}"`);
    return relation;
  }

  /** By the instance's property, where there is such a relation. */
  findRelation(name: string): RelationMeta | undefined {
    this.#relationsByName ??= new Map(
      [...this.relations.values()].flatMap((relation) =>
        relation.name === null ? [] : [[relation.name, relation]],
      ),
    );
    return this.#relationsByName.get(name);
  }

  /** All relations, both ends, by the name used in conditions; hidden ones under a name that no condition can spell. */
  get relations(): ReadonlyMap<string, RelationMeta> {
    this.#relations ??= relationsOf(this);
    return this.#relations;
  }

  /** Every name that a condition may begin with, for messages. */
  get names(): string[] {
    const relations = [...this.relations.keys()].filter((name) => !name.startsWith("+"));
    return [...new Set([...this.#columnsByName.keys(), ...this.#columnsByAttribute.keys(), ...relations])];
  }
}
