import { Expr } from "./expression/expr.js";
import { isSubselect } from "./subselect.js";

/** Whether the database computes a value: an expression, or a queryset of one value. */
export function isComputed(value: unknown): boolean {
  return typeof value === "object" && (value instanceof Expr || isSubselect(value));
}
