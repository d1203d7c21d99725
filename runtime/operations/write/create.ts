import { UndefinedValue } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import type { Instance } from "../../meta/instance-identity.js";
import type { QuerySet } from "../../query/queryset.js";
import { hooked } from "./hooks.js";
import { insert } from "./insert.js";

/** Makes an instance and inserts it. */
export function* create<T>(queryset: QuerySet, values: object): Operation<T> {
  const { model, using } = queryset.state;
  if (values === undefined)
    throw new UndefinedValue(`${model.name}: create() got undefined: pass an object of fields`);
  const instance: Instance = new model.construct(values);
  stateOf(instance).using = using;
  yield* hooked(
    "save",
    instance,
    () => insert(instance),
    () => "create",
  );
  return instance as T;
}
