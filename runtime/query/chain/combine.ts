import { InvalidQuery, InvalidValue, knownOptions, switches } from "../../errors/index.js";
import { QuerySet } from "../queryset.js";
import { initialState, orderDecides, type Combination, type QueryState } from "../state.js";

/** The rows of all querysets; each row once unless `all`. */
export function union(queryset: QuerySet, others: readonly unknown[]): QuerySet {
  const options = others.at(-1);
  const hasOptions = typeof options === "object" && options !== null && !(options instanceof QuerySet);
  if (hasOptions) {
    knownOptions("union()", options, ["all"]);
    switches("union()", options, ["all"]);
  }
  const all = hasOptions && (options as { readonly all?: unknown }).all === true;
  return combine(queryset, hasOptions ? others.slice(0, -1) : others, all ? "union all" : "union", "union");
}

/** The rows that are in every queryset. */
export function intersection(queryset: QuerySet, others: readonly unknown[]): QuerySet {
  return combine(queryset, others, "intersect", "intersection");
}

/** The rows of the first queryset that are in none of the others. */
export function difference(queryset: QuerySet, others: readonly unknown[]): QuerySet {
  return combine(queryset, others, "except", "difference");
}

function combine(
  queryset: QuerySet,
  others: readonly unknown[],
  operator: Combination["operator"],
  method: string,
): QuerySet {
  const { state } = queryset;
  const states = others.map((other) => {
    if (!(other instanceof QuerySet))
      throw new InvalidValue(`${state.model.name}: ${method}() takes querysets`);
    return other.state;
  });
  if (states.length === 0) return queryset;
  // As in Django, what the first one names with values() holds for those that name nothing.
  const arms = [state, ...states]
    .flatMap((each, at) => level(each, operator, at))
    .map((each) => arm(each.shape.kind === "instances" ? { ...each, shape: state.shape } : each));
  if (Math.max(...arms.map(height)) >= HIGHEST) {
    throw new InvalidQuery(
      `${state.model.name}: ${method}() stands more than ${String(HIGHEST)} deep: give all querysets to one call.`,
    );
  }
  return QuerySet.derive(queryset, {
    ...initialState(state.model),
    using: state.using,
    shape: state.shape,
    columns: state.columns,
    related: state.related,
    // Names of annotations stay known: rows of the first queryset decide what the result looks like.
    combined: { operator, states: arms },
    ordering: [],
  });
}

/** A union of unions is one list, as long as nothing was said of the inner one: parts put together one by one do not nest. */
function level(state: QueryState, operator: Combination["operator"], at: number): readonly QueryState[] {
  const { combined } = state;
  if (combined?.operator !== operator || combined.named === true) return [state];
  if (orderDecides(state) || state.distinct || state.empty || state.steps.length > 0) return [state];
  // a - (b - c) is another thing.
  return operator === "except" && at > 0 ? [state] : combined.states;
}

/** What servers of small stacks still parse. */
const HIGHEST = 30;
const heights = new WeakMap<Combination, number>();

/** How many combinations stand in one another. */
function height({ combined }: QueryState): number {
  if (!combined) return 0;
  const known = heights.get(combined) ?? 1 + Math.max(...combined.states.map(height));
  heights.set(combined, known);
  return known;
}

/** The order of a part says nothing about the whole, unless it decides which rows a slice takes. */
function arm(state: QueryState): QueryState {
  return { ...state, lock: null, prefetch: [], ordering: orderDecides(state) ? state.ordering : [] };
}

/** After `union()` and its kin only order, slices, counts and the choice of columns make sense, as in Django. */
export function refuseCombined(queryset: QuerySet, method: string): void {
  const { combined, model } = queryset.state;
  if (!combined) return;
  const [operator = ""] = combined.operator.split(" ");
  const name = { union: "union", intersect: "intersection", except: "difference" }[operator] ?? operator;
  throw new InvalidQuery(
    `${model.name}: ${method}() cannot follow ${name}(): say it before, on each of its querysets`,
  );
}
