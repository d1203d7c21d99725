import { DoesNotExist, MultipleObjectsReturned } from "../errors/index.js";
import { ModelMeta, type InstanceClass } from "../meta/meta.js";
import type { ModelSpec } from "../meta/spec.js";
import { defaultState, managerState } from "../query/default-state.js";
import { q } from "../query/expression/combine.js";
import { refsOf } from "../query/expression/refs.js";
import type { QueryState } from "../query/state.js";
import { errorClass } from "./error-class.js";
import { Instance } from "./instance.js";
import { addRelationMembers } from "./relation-members.js";

type ManagerClass = new (state: QueryState) => object;

/**
 * Gives a model's class its description and what follows from it: `Book.meta`, `Book.objects`, `Book.f`, `Book.q`,
 * `Book.DoesNotExist`. The generated client calls it once for each model.
 */
export function defineModel(own: object, spec: ModelSpec): void {
  const construct = own as InstanceClass;
  const meta = new ModelMeta(spec, () => construct);
  addRelationMembers(construct.prototype as object, spec);
  constant(own, "meta", meta);
  for (const error of [DoesNotExist, MultipleObjectsReturned])
    constant(own, error.name, errorClass(error, `${spec.name}.${error.name}`));
  constant(own, "q", (where: object) => q(meta, where));
  once(own, "f", () => refsOf(meta));
  const { manager, managers = {} } = spec;
  if (manager) once(own, "objects", () => new (manager as ManagerClass)(defaultState(meta)));
  for (const [name, other] of Object.entries(managers))
    once(own, name, () => new (other as ManagerClass)(managerState(other, meta)));
}

/** The description of the rows between two models, whose class nobody names. */
export function defineThrough(spec: ModelSpec): ModelMeta {
  const meta: ModelMeta = new ModelMeta(
    spec,
    () =>
      class extends Instance<object> {
        static readonly meta = meta;
      },
  );
  return meta;
}

function constant(own: object, name: string, value: unknown): void {
  Object.defineProperty(own, name, { value, configurable: true });
}

/** Made when it is first used: other models may not be there before, and a `base` may ask for them. */
function once(own: object, name: string, make: () => unknown): void {
  Object.defineProperty(own, name, {
    configurable: true,
    get() {
      const value = make();
      constant(own, name, value);
      return value;
    },
  });
}
