import { InvalidQuery } from "../../errors/index.js";
import { Expr, Ordering } from "../expression/expr.js";
import { refsIn } from "../expression/refs.js";
import { settled } from "../expression/settled.js";
import { parseOrder } from "../order.js";
import { QuerySet } from "../queryset.js";
import { refuseCombined } from "./combine.js";
import { annotationsOf, isSliced, type OrderTerm } from "../state.js";

/** With no term at all, the model's default ordering is dropped too, as in Django. */
export function orderBy(queryset: QuerySet, terms: readonly unknown[]): QuerySet {
  refuseSliced(queryset, "ordered");
  return QuerySet.derive(queryset, {
    ordering: terms.map((term) => termOf(queryset, term)),
    reversed: false,
  });
}

export function reverse(queryset: QuerySet): QuerySet {
  refuseSliced(queryset, "reversed");
  return QuerySet.derive(queryset, { reversed: !queryset.state.reversed });
}

/** Each row once; with fields, the first row of each of their values (`distinct on`), which the order must begin with. */
export function distinct(queryset: QuerySet, fields: readonly unknown[] = []): QuerySet {
  refuseSliced(queryset, "made distinct");
  refuseCombined(queryset, "distinct");
  const distinctOn = fields.map((field) => termOf(queryset, field).node);
  return QuerySet.derive(queryset, { distinct: true, distinctOn });
}

export function termOf(queryset: QuerySet, term: unknown): OrderTerm {
  const { state } = queryset;
  if (term instanceof Ordering) return { ...term.term, node: settled(term.term.node, state) };
  if (term instanceof Expr) return { node: settled(term.node, state), descending: false, nulls: null };
  if (typeof term === "function") {
    return termOf(queryset, (term as (f: object) => unknown)(refsIn(state)));
  }
  return parseOrder(state.model, term as string, annotationsOf(state));
}

function refuseSliced(queryset: QuerySet, what: string): void {
  if (isSliced(queryset.state)) {
    throw new InvalidQuery(
      `${queryset.state.model.name}: a queryset cannot be ${what} after limit() or offset()`,
    );
  }
}
