import { query, together, type Operation } from "../../executor/run/operation.js";
import type { Statement } from "../../driver/statement.js";
import { fixedKey } from "../../query/fixed-key.js";
import type { QueryState } from "../../query/state.js";
import type { Ahead } from "./prefetch.js";
import { prefetched, relatedRows, type Found } from "./prefetch-rows.js";

/** What is asked together with the rows: the relations whose rows are known by a key that the conditions fix. */
export function relationsAhead(state: QueryState): ReadonlyMap<string, Operation<Found>> {
  const asked = new Map<string, Operation<Found>>();
  const fixed = state.prefetch.length === 0 ? null : fixedKey(state);
  if (fixed === null) return asked;
  for (const prefetch of state.prefetch) {
    const [name = "", ...deeper] = prefetch.path.split("__");
    const own = deeper.length === 0 ? prefetch : { path: name, state: null, as: null };
    const key = own.as ?? name;
    // What goes on from rows under a name of their own comes with those.
    if (asked.has(key)) continue;
    const relation = state.model.findRelation(name);
    if (!relation) continue;
    // A foreign key's own row is known by the row alone, and may be fetched with it.
    if (relation.column !== null || isFetched(state, relation.queryName)) continue;
    const owner = relation.near.kind === "column" ? fixed.get(relation.near) : undefined;
    if (owner) asked.set(key, relatedRows(relation, prefetched(relation, own, state.using), owner));
  }
  return asked;
}

function isFetched({ related, known }: QueryState, name: string): boolean {
  return known?.name === name || related.some((path) => path === name || path.startsWith(`${name}__`));
}

/** Runs a queryset's statement, and in the same exchange what is asked ahead. */
export function* withAhead(
  statement: Statement,
  using: string | undefined,
  asked: ReadonlyMap<string, Operation<Found>>,
): Operation<{ readonly rows: readonly (readonly unknown[])[]; readonly ahead: Ahead }> {
  const names = [...asked.keys()];
  const [reply, ...found] = (yield* together<unknown>([query(statement, using), ...asked.values()])) as [
    { readonly rows: readonly (readonly unknown[])[] },
    ...Found[],
  ];
  return { rows: reply.rows, ahead: new Map(names.map((name, at) => [name, found[at] as Found])) };
}
