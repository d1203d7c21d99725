import type { ModelMeta } from "../../meta/meta.js";

/** What an expression speaks of. */
export interface Facts {
  /** The model whose fields it names; null where it names none, `several` where it names those of more than one. */
  readonly model: ModelMeta | "several" | null;
  /** The connections that the queries inside it ask for by name. */
  readonly connections: readonly string[];
}

export const NO_FACTS: Facts = { model: null, connections: [] };

const known = new WeakMap<ModelMeta, Facts>();

export function factsOf(model: ModelMeta | null): Facts {
  if (model === null) return NO_FACTS;
  let facts = known.get(model);
  if (!facts) known.set(model, (facts = { model, connections: [] }));
  return facts;
}

export function together(parts: readonly { readonly facts: Facts }[]): Facts {
  return parts.reduce<Facts>((all, { facts }) => both(all, facts), NO_FACTS);
}

function both(left: Facts, right: Facts): Facts {
  if (left === right || right === NO_FACTS) return left;
  if (left === NO_FACTS) return right;
  const { model } = left;
  return {
    model: model === null || model === right.model ? right.model : right.model === null ? model : "several",
    connections: [...new Set([...left.connections, ...right.connections])],
  };
}

/** The one model that an expression names fields of. */
export function modelOf({ model }: Facts): ModelMeta | null {
  return model === "several" ? null : model;
}
