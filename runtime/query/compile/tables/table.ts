import type { OperationNode } from "kysely";
import type { ModelMeta } from "../../../meta/meta.js";
import { fragment, identifier } from "../fragment.js";

/** A model's table where a statement names it: `"book"`, `"sales"."book"`. Its columns go by the table's name alone. */
export function tableOf({ table, spec }: ModelMeta): OperationNode {
  return spec.schema === undefined
    ? identifier(table)
    : fragment`${identifier(spec.schema)}.${identifier(table)}`;
}
