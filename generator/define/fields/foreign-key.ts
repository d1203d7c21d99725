import { describe } from "../describe.js";
import type { Target } from "../model.js";
import type { ColumnOptions, Nullable } from "../options.js";
import type { OnDelete, Relation, RelationName } from "../relation.js";

/** A key, as far as a model file needs to know it. */
export type Key = string | number | bigint;

/** What stands in the database of it. */
export interface ConstraintOptions {
  /** False: no FOREIGN KEY constraint stands in the database; a string: its name there. */
  readonly constraint?: boolean | string;
  /** The database carries out `onDelete` too, for those who delete rows without the client. */
  readonly inDatabase?: boolean;
  /** What the database does when the key that it points at changes; nothing where it is not said. */
  readonly onUpdate?: OnDelete;
  /** When it is checked: at the end of the transaction (`"deferred"`, the default), at once (`false`), or until it is deferred. */
  readonly deferrable?: false | "immediate" | "deferred";
}

export interface ForeignKeyOptions<N extends boolean>
  extends Omit<ColumnOptions<Key, N>, "validators">, RelationName, ConstraintOptions {
  /** What happens to this row when the row it points at is deleted. */
  readonly onDelete: OnDelete;
  /** The target's field that this one refers to, where it is not the primary key: one that is unique there. */
  readonly to?: string;
}

/** A relation over columns that are fields of the model themselves. */
export interface ReferenceOptions extends RelationName, ConstraintOptions {
  /** Pairs of an own field and the target's field that it refers to; together these are unique there. */
  readonly columns: readonly (readonly [string, string])[];
  /** What happens to this row when the row it points at is deleted. */
  readonly onDelete: OnDelete;
  /** False: no index over the columns. */
  readonly index?: boolean;
  /** What the relation's JSDoc says in the client. */
  readonly comment?: string;
}

/**
 * A relation to one row of another model, or of the same.
 *
 * ```ts
 * author = fields.foreignKey(() => Author, { onDelete: "cascade", relatedName: "books" });
 * parent = fields.foreignKey(() => Category, { onDelete: "setNull", null: true });
 * ```
 *
 * ```sql
 * author_id bigint not null references author (id) on delete cascade
 * ```
 *
 * An instance has `book.author` and the raw key `book.authorId`; the author has `author.books` (`author.bookSet`
 * without a `relatedName`). The column is indexed unless `index: false`. Deleting an author whose books say
 * `onDelete: "restrict"` throws `ForeignKeyViolation`.
 *
 * `to` names another unique field of the target, whose value the column then holds (Django's `to_field`):
 *
 * ```ts
 * country = fields.foreignKey(() => Country, { onDelete: "cascade", to: "code" });
 * ```
 *
 * ```sql
 * country_id varchar(2) not null references country (code)
 * ```
 *
 * `columns` makes a relation over fields that are there, to a model with a key of several columns:
 *
 * ```ts
 * line = fields.foreignKey(() => OrderLine, { onDelete: "cascade", columns: [["order", "order"], ["number", "line"]] });
 * ```
 *
 * ```sql
 * foreign key (order_id, number) references order_line (order_id, line)
 * ```
 *
 * It is null where one of its columns is.
 */
export function foreignKey(target: Target, options: ReferenceOptions): Relation;
export function foreignKey<N extends boolean = false>(
  target: Target,
  options: ForeignKeyOptions<N>,
): Nullable<Relation, N>;
export function foreignKey(target: Target, options: object): unknown {
  return describe("foreignKey", target, options);
}
