import type { Statement } from "../../driver/statement.js";
import { query, style, type Operation } from "../../executor/run/operation.js";
import { hydrate } from "../../instance/hydrate.js";
import { relationsAhead, withAhead } from "../prefetch/prefetch-ahead.js";
import { prefetchInto, type Ahead } from "../prefetch/prefetch.js";
import { stateOf } from "../../instance/instance.js";
import { remember } from "../../instance/remember.js";
import type { Instance } from "../../meta/instance-identity.js";
import type { InstancePlan } from "../../query/compile/select/plan.js";
import { selectRows } from "../../query/compile/select/rows.js";
import { statementOf } from "../../query/compile/statement.js";
import { shapeOf } from "../../query/shape-key.js";
import type { QuerySet } from "../../query/queryset.js";
import type { QueryState } from "../../query/state.js";
import { lockedBy, refuseUnheld } from "./locks.js";

/** What a queryset's rows become; known before it runs. */
export function selectStatement(state: QueryState): { statement: Statement; extra: InstancePlan | null } {
  const { key, params } = shapeOf(state);
  return statementOf(`select|${key}`, params, () => {
    const { node, codecs, plan } = selectRows(state);
    return { node, codecs, extra: plan };
  });
}

/** Whether a queryset can have rows at all: `none()` and `limit(0)` ask nothing of the database. */
export function asksNothing(state: QueryState): boolean {
  return state.empty || (state.high !== null && state.high <= state.low);
}

/** The rows of a queryset in its shape: instances, or plain objects after `values()`. */
export function* fetch(state: QueryState): Operation<unknown[]> {
  const cached = cachedRows(state);
  if (cached) return [...cached];
  if (asksNothing(state)) return [];
  const locked = lockedBy(state);
  if (locked) yield* refuseUnheld(locked, state.using);
  const { statement, extra } = selectStatement(state);
  const asked = relationsAhead(state);
  if (asked.size === 0) return yield* shaped(state, extra, (yield* query(statement, state.using)).rows);
  const { rows, ahead } = yield* withAhead(statement, state.using, asked);
  return yield* shaped(state, extra, rows, ahead);
}

/** What a prefetch has loaded of a queryset, if it has. */
export function cachedRows({ cached }: QueryState): readonly Instance[] | undefined {
  return cached ? stateOf(cached.instance).lists?.get(cached.name) : undefined;
}

/** All rows of a queryset. */
export function* toArray<T>(queryset: QuerySet): Operation<T[]> {
  return (yield* fetch(queryset.state)) as T[];
}

/** Turns rows into what the queryset's caller sees. */
export function* shaped(
  state: QueryState,
  plan: InstancePlan | null,
  rows: readonly (readonly unknown[])[],
  ahead?: Ahead,
): Operation<unknown[]> {
  if (plan === null) return rows.map((row) => objectOf(state, row));
  const lazy = state.model.spec.client.lazy === "sync" && (yield* style()) === "sync";
  const instances = hydrate(plan, rows, state.using, lazy);
  if (state.known) for (const row of instances) remember(row, state.known.name, state.known.instance);
  if (state.peers) for (const instance of instances) stateOf(instance).peers = instances;
  if (state.prefetch.length > 0) yield* prefetchInto(instances, state.prefetch, state.using, ahead);
  return instances;
}

export function* fetchInstances(state: QueryState): Operation<Instance[]> {
  return (yield* fetch(state)) as Instance[];
}

function objectOf({ shape }: QueryState, row: readonly unknown[]): unknown {
  if (shape.kind === "instances") return row;
  if (shape.kind === "tuples") return shape.flat ? row[0] : row;
  const object: Record<string, unknown> = {};
  for (const [at, name] of shape.names.entries()) object[name] = row[at];
  return object;
}
