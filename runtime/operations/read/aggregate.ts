import { InvalidQuery } from "../../errors/index.js";
import { query, type Operation } from "../../executor/run/operation.js";
import { expressionsOf } from "../../query/chain/annotate.js";
import { selectAggregates } from "../../query/compile/select/aggregate.js";
import { statementOf } from "../../query/compile/statement.js";
import { containsAggregate, nestsAggregates } from "../../query/expression/contains.js";
import type { Node } from "../../query/expression/node.js";
import { printable } from "../../query/path.js";
import type { QuerySet } from "../../query/queryset.js";
import { shapeOf } from "../../query/shape-key.js";
import { annotationsOf, type AnnotateStep, type QueryState } from "../../query/state.js";
import { asksNothing } from "./fetch.js";

/**
 * Values over all rows of the queryset, by name; `ref("total")` is the one of that name, said before.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#aggregate
 */
export function* aggregate<T>(queryset: QuerySet, expressions: unknown): Operation<T> {
  const { state } = queryset;
  const named = expressionsOf(state, expressions, "aggregate", new Map());
  for (const [name, node] of named) {
    refusePlain(state, name, node);
    refuseNested(state, name, node);
  }
  if (named.length === 0) return {} as T;
  // Over no rows there still are counts and defaults: the database says them, of nothing.
  const asked: QueryState = asksNothing(state) ? { ...state, empty: true, low: 0, high: null } : state;
  const { key, params } = shapeOf(
    asked,
    named.map(([, node]) => node),
  );
  const { statement } = statementOf(`aggregate|${key}`, params, () => {
    const { node, codecs } = selectAggregates(
      asked,
      named.map(([, each]) => each),
    );
    return { node, codecs, extra: null };
  });
  const { rows } = yield* query(statement, asked.using);
  return Object.fromEntries(named.map(([name], at) => [name, rows[0]?.[at]])) as T;
}

/** Names are rows': an aggregate of one that the call has made has no rows to be of. */
function refuseNested({ model }: QueryState, name: string, node: Node): void {
  if (!nestsAggregates(node, none)) return;
  throw new InvalidQuery(
    `${model.name}: '${printable(name)}' is an aggregate of an aggregate: annotate() the inner one first`,
  );
}

const none: ReadonlyMap<string, AnnotateStep> = new Map();

function refusePlain(state: QueryState, name: string, node: Node): void {
  if (containsAggregate(node)) return;
  const label = containsAggregate(node, annotationsOf(state)) ? "an annotation by itself" : "no aggregate";
  throw new InvalidQuery(
    `${state.model.name}: aggregate() takes aggregates; '${printable(name)}' is ${label}: wrap it in sum(), count(), max() …`,
  );
}
