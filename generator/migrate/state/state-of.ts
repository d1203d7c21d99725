import type { Model, Schema } from "../../schema/schema.js";
import type { DatabaseState } from "./state.js";
import { tableKey } from "./table-key.js";
import { tableState } from "./table-state.js";

/** What the database is to hold for these models: tables of managed models, sorted by name. */
export function stateOf(schema: Schema): DatabaseState {
  const models = new Map(schema.models.map((model) => [model.name, model]));
  const tables = schema.models
    .filter((model) => model.managed)
    .map((model) => tableState(model, (name) => models.get(name) as Model))
    .sort(byName);
  const enums = schema.enums.map(({ name, labels }) => ({ name, labels })).sort(byName);
  const unmanaged = schema.models
    .filter((model) => !model.managed)
    .map(({ schema: place = null, table }) => tableKey({ schema: place, name: table }));
  return {
    ...{ extensions: schema.extensions ?? [], enums, tables },
    ...(unmanaged.length > 0 && { unmanaged: unmanaged.sort() }),
  };
}

export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
