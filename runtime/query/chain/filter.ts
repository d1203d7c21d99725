import { InvalidQuery } from "../../errors/index.js";
import { containsAggregate } from "../expression/contains.js";
import { QuerySet } from "../queryset.js";
import { isSliced } from "../state.js";
import { refuseCombined } from "./combine.js";
import { conditionsOf } from "./conditions.js";

export function filter(queryset: QuerySet, conditions: readonly unknown[]): QuerySet {
  return constrain(queryset, conditions, false);
}

export function exclude(queryset: QuerySet, conditions: readonly unknown[]): QuerySet {
  return constrain(queryset, conditions, true);
}

function constrain(queryset: QuerySet, conditions: readonly unknown[], negated: boolean): QuerySet {
  const { state } = queryset;
  const condition = conditionsOf(state, conditions);
  refuseCombined(queryset, negated ? "exclude" : "filter");
  if (condition === null) return QuerySet.derive(queryset, {});
  if (isSliced(state)) {
    throw new InvalidQuery(
      `${state.model.name}: a queryset cannot be filtered after limit() or offset(): filter first`,
    );
  }
  if (state.groupBy === null && containsAggregate(condition)) {
    throw new InvalidQuery(
      `${state.model.name}: an aggregate cannot be filtered by where nothing is grouped: annotate() it, and filter by its name`,
    );
  }
  return QuerySet.derive(queryset, { steps: [...state.steps, { kind: "filter", condition, negated }] });
}

/** The same rows; `update()` and `delete()` may then touch all of them. */
export function all(queryset: QuerySet): QuerySet {
  return QuerySet.derive(queryset, { everything: true, cached: queryset.state.cached });
}

export function none(queryset: QuerySet): QuerySet {
  return QuerySet.derive(queryset, { empty: true });
}

export function using(queryset: QuerySet, connection: string): QuerySet {
  return QuerySet.derive(queryset, { using: connection });
}
