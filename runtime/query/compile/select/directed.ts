import type { OperationNode } from "kysely";
import { fragment, keyword } from "../fragment.js";

/** A term of ORDER BY with its direction. */
export function directed(
  node: OperationNode,
  descending: boolean,
  nulls: "first" | "last" | null,
): OperationNode {
  const words = `${descending ? " desc" : ""}${nulls === null ? "" : ` nulls ${nulls}`}`;
  return words === "" ? node : fragment`${node}${keyword(words)}`;
}
