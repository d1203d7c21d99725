import { InvalidValue, UndefinedValue } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import type { Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { QuerySet } from "../../query/queryset.js";
import { hooked } from "./hooks.js";
import { insert } from "./insert.js";

/** Makes an instance and inserts it; without values, of defaults alone. */
export function* create<T>(queryset: QuerySet, ...given: readonly [values?: object]): Operation<T> {
  const { model, using } = queryset.state;
  const instance: Instance = new model.construct(valuesOf(model, given));
  stateOf(instance).using = using;
  yield* hooked(
    "save",
    instance,
    () => insert(instance),
    () => "create",
  );
  return instance as T;
}

/** Values that got lost on the way would make a row of defaults that nobody asked for: none are none, undefined is not. */
export function valuesOf(model: ModelMeta, given: readonly [values?: object, ...further: unknown[]]): object {
  const [values] = given;
  if (values === undefined && given.length > 0)
    throw new UndefinedValue(`${model.name}: create() got undefined: pass an object of fields`);
  if (values === null) throw new InvalidValue(`${model.name}: create() got null: pass an object of fields`);
  return values ?? {};
}
