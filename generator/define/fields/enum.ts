import { describe } from "../describe.js";
import type { ColumnOptions, Nullable } from "../options.js";

export interface EnumOptions<C extends string, N extends boolean> extends ColumnOptions<NoInfer<C>, N> {
  /** The type's name in PostgreSQL; the default is `<model>_<field>`. Fields with the same labels may share it. */
  readonly name?: string;
}

/**
 * One of a few texts: a union of literals, kept in a PostgreSQL enum type.
 *
 * ```ts
 * size = fields.enum(["small", "large"], { name: "shirt_size" });
 * ```
 *
 * ```sql
 * create type shirt_size as enum ('small', 'large');
 * size shirt_size not null
 * ```
 *
 * The labels are in order: `{ size__gt: "small" }` finds the large ones.
 */
export function enumField<const C extends string, N extends boolean = false>(
  labels: readonly C[],
  options: EnumOptions<C, N> = {},
): Nullable<C, N> {
  return describe("enum", labels, options);
}
