import { InvalidQuery } from "../errors/index.js";
import type { ModelMeta } from "../meta/meta.js";
import type { Facts } from "./expression/facts.js";
import { nodesOf, type QueryState } from "./state.js";

/** One connection, whether it is named or is the one that is meant where none is. */
export function sameConnection(left: string | undefined, right: string | undefined): boolean {
  return (left ?? "default") === (right ?? "default");
}

const none: readonly string[] = [];

/** The connections that the queries inside a queryset ask for by name. */
export function connectionsIn(state: QueryState): readonly string[] {
  const arms = state.combined?.states ?? [];
  const found = [
    ...nodesOf(state.steps).flatMap(ofNode),
    ...(state.ordering ?? []).flatMap((term) => ofNode(term.node)),
    ...state.distinctOn.flatMap(ofNode),
    ...arms.flatMap((arm) => [...connectionsIn(arm), ...(arm.using === undefined ? none : [arm.using])]),
  ];
  return found.length === 0 ? none : [...new Set(found)];
}

function ofNode({ facts }: { readonly facts: Facts }): readonly string[] {
  return facts.connections;
}

/**
 * One statement runs on one connection: a query inside it that asks for another would be answered by the wrong one.
 *
 * @param nodes what stands in the statement beside the queryset.
 * @throws InvalidQuery that names both.
 */
export function refuseOtherConnections(
  state: QueryState,
  nodes: readonly { readonly facts: Facts }[] = [],
): void {
  for (const name of [...connectionsIn(state), ...nodes.flatMap(ofNode)])
    refuseOther(state.model, name, state.using);
}

/** The same, of the values of one row. */
export function refuseElsewhere(
  model: ModelMeta,
  nodes: readonly { readonly facts: Facts }[],
  using: string | undefined,
): void {
  for (const node of nodes) for (const name of ofNode(node)) refuseOther(model, name, using);
}

function refuseOther(model: ModelMeta, name: string, using: string | undefined): void {
  if (sameConnection(name, using)) return;
  throw new InvalidQuery(
    `${model.name}: a query of the connection "${name}" stands inside one of "${using ?? "default"}": fetch its rows first, and pass them`,
  );
}
