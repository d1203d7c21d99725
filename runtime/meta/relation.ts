import type { Key } from "./key.js";
import type { ModelMeta } from "./meta.js";
import type { OnDelete } from "./spec.js";

/** One join on the way of a relation: `from.fromColumn = to.toColumn`. */
export interface Hop {
  readonly from: ModelMeta;
  readonly to: ModelMeta;
  readonly fromColumn: Key;
  readonly toColumn: Key;
  /** Leads from the foreign key to what it points at. */
  readonly direct: boolean;
  /** Can lead to more than one row. */
  readonly many: boolean;
  /** Names the join: two hops with one identity from one table are one join. */
  readonly identity: string;
}

export type RelationKind =
  "foreignKey" | "oneToOne" | "manyToMany" | "reverseForeignKey" | "reverseOneToOne" | "reverseManyToMany";

/** A relation as seen from one of its two ends. */
export interface RelationMeta {
  readonly kind: RelationKind;
  readonly model: ModelMeta;
  /** The property of an instance; null where the relation is hidden. */
  readonly name: string | null;
  /** The name in conditions and paths. */
  readonly queryName: string;
  readonly target: ModelMeta;
  readonly many: boolean;
  readonly null: boolean;
  /** The foreign key's column or columns on this model; null for the other kinds. */
  readonly column: Key | null;
  /** What the other end knows an instance of this model by. */
  readonly near: Key;
  /** What a value stands for, of the target: `{ author: 3 }` is the author whose key is 3. */
  readonly far: Key;
  /** The relation as seen from the target; null where it is hidden there. */
  readonly inverse: RelationMeta | null;
  readonly hops: readonly Hop[];
  readonly onDelete: OnDelete | null;
  /** The model in between and its two ends, for a many-to-many. */
  readonly through: {
    readonly model: ModelMeta;
    readonly source: RelationMeta;
    readonly target: RelationMeta;
  } | null;
  readonly symmetrical: boolean;
}

/** `Book.author`, for messages. */
export function relationLabel(relation: RelationMeta): string {
  return `${relation.model.name}.${relation.name ?? relation.queryName}`;
}
