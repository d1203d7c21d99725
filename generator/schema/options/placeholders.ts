import type { ModelDraft } from "../draft.js";
import { lowerCamel } from "../naming/names.js";

/** In names of abstract bases: `{model}` and `{table}` are those of the model. */
export function placeholders(name: string | null, model: ModelDraft): string | null {
  return name === null
    ? null
    : name.replaceAll("{model}", lowerCamel(model.name)).replaceAll("{table}", model.table);
}
