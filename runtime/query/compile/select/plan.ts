import type { ColumnMeta } from "../../../meta/column.js";
import type { ModelMeta } from "../../../meta/meta.js";
import type { RelationMeta } from "../../../meta/relation.js";

/** Which columns of a row make which instance: the row is an array, each plan takes a stretch of it. */
export interface InstancePlan {
  readonly model: ModelMeta;
  /** The first of the instance's columns in the row. */
  readonly offset: number;
  readonly columns: readonly ColumnMeta[];
  /** Where each column stands, if not one behind the other from the offset on. */
  readonly placed?: readonly { readonly name: string; readonly position: number }[];
  /** Where the primary key stands in the row: NULL there means that an outer join found nothing. */
  readonly key: number;
  /** Values that `annotate()` adds to the instance. */
  readonly annotations?: readonly { readonly name: string; readonly position: number }[];
  readonly related: readonly { readonly relation: RelationMeta; readonly plan: InstancePlan }[];
}
