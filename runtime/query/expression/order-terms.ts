import { InvalidValue } from "../../errors/index.js";
import type { OrderTerm } from "../state.js";
import { Expr, Ordering } from "./expr.js";

/** The order inside an aggregate or a window: expressions, with `asc()` or `desc()`. */
export function termsOf(given: unknown): OrderTerm[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  return items.map((item) => {
    if (item instanceof Ordering) return item.term;
    if (item instanceof Expr) return { node: item.node, descending: false, nulls: null };
    throw new InvalidValue("orderBy takes expressions here: Book.f.title, Book.f.price.desc()");
  });
}
