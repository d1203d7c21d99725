import { InvalidQuery } from "../../errors/index.js";
import { kindOf } from "../kind.js";
import { parseOrder } from "../order.js";
import type { QuerySet } from "../queryset.js";
import { trunc } from "../functions/dates.js";
import { Expr } from "../expression/expr.js";
import { annotate } from "./annotate.js";
import { valuesList } from "./columns.js";
import { filter } from "./filter.js";
import { distinct, orderBy } from "./order.js";

/**
 * The distinct dates (or times) of a field, cut to a unit: `dates("published", "month")`.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#dates
 */
export function dates(
  queryset: QuerySet,
  field: string,
  unit: Parameters<typeof trunc>[0],
  options: { readonly order?: "asc" | "desc" } = {},
  kind: "date" | "timestamp" = "date",
): QuerySet {
  const { node } = parseOrder(queryset.state.model, field);
  if (!node.codec || kindOf(node.codec) !== kind) {
    const method = kind === "date" ? "dates" : "datetimes";
    throw new InvalidQuery(`${queryset.state.model.name}: ${method}() takes a ${kind} field`);
  }
  const name = "dateValue";
  const present = filter(queryset, [{ [`${field}__isnull`]: false }]);
  const cut = annotate(present, { [name]: trunc(unit, new Expr(node) as never) });
  const order = options.order === "desc" ? `-${name}` : name;
  return orderBy(distinct(valuesList(cut, [name, { flat: true }])), [order]);
}
