import { InvalidQuery, InvalidValue, knownOptions } from "../../errors/index.js";
import { kindOf } from "../kind.js";
import { parseOrder } from "../order.js";
import type { QuerySet } from "../queryset.js";
import { annotationsOf } from "../state.js";
import { trunc } from "../functions/dates.js";
import { Expr } from "../expression/expr.js";
import { transformed } from "../expression/methods.js";
import { annotate } from "./annotate.js";
import { valuesList } from "./columns.js";
import { filter } from "./filter.js";
import { distinct, orderBy } from "./order.js";

const days = ["year", "quarter", "month", "week", "day"] as const;
const times = ["hour", "minute", "second"] as const;

/**
 * The distinct dates (or times) of a field, cut to a unit: `dates("published", "month")`.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#dates
 */
export function dates(
  queryset: QuerySet,
  field: string,
  unit: (typeof days)[number] | (typeof times)[number],
  options: { readonly order?: "asc" | "desc"; readonly timeZone?: string } = {},
  kind: "date" | "timestamp" = "date",
): QuerySet {
  const { model } = queryset.state;
  const method = kind === "date" ? "dates" : "datetimes";
  const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone };
  const { node: asked } = parseOrder(model, field, annotationsOf(queryset.state));
  // The dates of times are those of the configured zone.
  const ofTimes = kind === "date" && asked.codec && kindOf(asked.codec) === "timestamp";
  const node = ofTimes ? transformed(asked, "date") : asked;
  if (!node.codec || kindOf(node.codec) !== kind) {
    throw new InvalidQuery(`${model.name}: ${method}() takes a ${kind} field`);
  }
  const known: readonly string[] = kind === "date" ? days : [...days, ...times];
  if (!known.includes(unit)) throw new InvalidValue(`${method}() knows the units ${known.join(", ")}`);
  knownOptions(`${method}()`, options, method === "datetimes" ? ["order", "timeZone"] : ["order"]);
  if (!["asc", "desc", undefined].includes(options.order)) {
    throw new InvalidValue(`${method}({ order }) is "asc" or "desc"`);
  }
  const name = "dateValue";
  const present = filter(queryset, [{ [`${field}__isnull`]: false }]);
  const cut = annotate(present, { [name]: trunc(unit, new Expr(node) as never, zone) });
  const order = options.order === "desc" ? `-${name}` : name;
  return orderBy(distinct(valuesList(cut, [name, { flat: true }])), [order]);
}
