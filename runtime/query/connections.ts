import { InvalidQuery } from "../errors/index.js";
import type { QueryState } from "./state.js";

/** One connection, whether it is named or is the one that is meant where none is. */
export function sameConnection(left: string | undefined, right: string | undefined): boolean {
  return (left ?? "default") === (right ?? "default");
}

/** The connections that the queries inside a queryset ask for by name. */
export function connectionsIn(state: QueryState): readonly string[] {
  const names = new Set<string>();
  const note = (connections: readonly string[]) => {
    for (const name of connections) names.add(name);
  };
  for (const step of state.steps) {
    if (step.kind !== "reach") note((step.kind === "filter" ? step.condition : step.node).facts.connections);
  }
  for (const term of state.ordering ?? []) note(term.node.facts.connections);
  for (const node of state.distinctOn) note(node.facts.connections);
  for (const arm of state.combined?.states ?? []) {
    note(connectionsIn(arm));
    if (arm.using !== undefined) names.add(arm.using);
  }
  return [...names];
}

/**
 * One statement runs on one connection: a query inside it that asks for another would be answered by the wrong one.
 *
 * @throws InvalidQuery that names both.
 */
export function refuseOtherConnections(state: QueryState, connections = connectionsIn(state)): void {
  for (const name of connections) {
    if (sameConnection(name, state.using)) continue;
    throw new InvalidQuery(
      `${state.model.name}: a query of the connection "${name}" stands inside one of "${state.using ?? "default"}": fetch its rows first, and pass them`,
    );
  }
}
