import { describe } from "../describe.js";
import type { Target } from "../model.js";
import type { Nullable } from "../options.js";
import type { Relation } from "../relation.js";
import type { ForeignKeyOptions, ReferenceOptions } from "./foreign-key.js";

/**
 * A relation to one row of another model, which no other row of this model points at.
 *
 * ```ts
 * author = fields.oneToOne(() => Author, { onDelete: "cascade", relatedName: "profile" });
 * ```
 *
 * ```sql
 * author_id bigint not null unique references author (id) on delete cascade
 * ```
 *
 * An instance has `profile.author`, and the author `author.profile`: one row, or none. With `primaryKey: true`
 * the author's key is this row's key too.
 */
export function oneToOne(target: Target, options: Omit<ReferenceOptions, "index">): Relation;
export function oneToOne<N extends boolean = false>(
  target: Target,
  options: Omit<ForeignKeyOptions<N>, "unique" | "index">,
): Nullable<Relation, N>;
export function oneToOne(target: Target, options: object): unknown {
  return describe("oneToOne", target, options);
}
