import type { OperationNode } from "kysely";
import type { Codec } from "../../values/index.js";

/** A piece of SQL with the codec of its values; null where only the context tells. */
export interface Sql {
  readonly node: OperationNode;
  readonly codec: Codec | null;
}
