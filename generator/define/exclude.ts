import type { Constraint } from "./constraint.js";
import { describe } from "./describe.js";
import type { IndexKey } from "./index-of.js";
import type { SqlText } from "./sql.js";

export interface ExcludeOptions {
  /** The access method of the index behind it: `"gist"`, which goes without saying, `"spgist"`, `"btree"`, `"hash"`. */
  readonly using?: string;
  /** SQL: the rows among which none may stand beside another. */
  readonly where?: string;
  /** Fields whose values the index carries along. */
  readonly include?: readonly string[];
  /** Checked at the end of the transaction; `"immediate"`: at each statement, until somebody defers it. */
  readonly deferrable?: boolean | "immediate" | "deferred";
}

/** What is compared, and the operator: `["room", "="]`. */
export type ExcludePart = readonly [what: string | SqlText | IndexKey, operator: string];

/**
 * An exclusion constraint, for `static options = { constraints: [ … ] }`: no two rows for which every operator holds.
 *
 * ```ts
 * exclude("room_taken", [["room", "="], ["during", "&&"]], { where: "not cancelled" })
 * ```
 *
 * ```sql
 * constraint room_taken exclude using gist (room_id with =, during with &&) where (not cancelled)
 * ```
 *
 * A row that breaks it throws `ExclusionViolation`, with the constraint's name. A number or a text under `gist` brings the
 * extension `btree_gist`. Django: `ExclusionConstraint`;
 * https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION
 */
export function exclude(
  name: string,
  parts: readonly [ExcludePart, ...ExcludePart[]],
  options: ExcludeOptions = {},
): Constraint {
  return describe("exclude", name, parts, options);
}
