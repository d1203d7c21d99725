import { ModelMeta, type InstanceClass } from "../meta/meta.js";
import type { ModelSpec } from "../meta/spec.js";
import { Instance } from "./instance.js";
import { addRelationMembers } from "./relation-members.js";

/** Makes a model's description; the generated client calls it once for each model. */
export function defineModel(spec: ModelSpec): ModelMeta {
  return new ModelMeta(spec, (meta) => {
    const own = (spec.construct?.() as InstanceClass | undefined) ?? anonymous(meta);
    addRelationMembers(own.prototype as object, meta);
    return own;
  });
}

/** The class of the rows between two models, which nobody names. */
function anonymous(meta: ModelMeta): InstanceClass {
  return class extends Instance<object> {
    static readonly meta = meta;
  };
}
