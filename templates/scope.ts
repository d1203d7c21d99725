import { code, imported, verbatim, type Code } from "../generator/emit/code.js";
import { autoThroughOf, type ClientPlan } from "../generator/plan/client-plan.js";
import { lowerCamel } from "../generator/schema/naming/names.js";
import type { Model } from "../generator/schema/schema.js";

/** The file of one model: names of its own stand bare, those of other models are imported. */
export interface Scope {
  readonly plan: ClientPlan;
  readonly model: Model;
}

/** The type of an instance that a sync call gives. */
export function lazyType({ model, plan }: Scope): Code {
  return verbatim(plan.settings.lazy === "never" ? model.name : `${model.name}.Lazy`);
}

/** A name that the file of `owner` declares, as a type. */
export function typeFrom({ plan, model }: Scope, owner: string, name: string): Code {
  return owner === model.name
    ? verbatim(name)
    : code`${imported(name, plan.modelPath(owner), { typeOnly: true })}`;
}

/** A name that the file of `owner` declares, as a value. */
export function valueFrom({ plan, model }: Scope, owner: string, name: string): Code {
  return owner === model.name ? verbatim(name) : code`${imported(name, plan.modelPath(owner))}`;
}

/** `BookModel`, in the file of Book. */
export function modelType({ model }: Scope): Code {
  return verbatim(`${model.name}Model`);
}

export function modelTypeOf(scope: Scope, name: string): Code {
  return typeFrom(scope, name, `${name}Model`);
}

/** `Author.meta`; for a model in between, the constant in the file of the model that declares the relation. */
export function metaOf(scope: Scope, name: string): Code {
  const target = scope.plan.model(name);
  if (!target.auto) return code`${valueFrom(scope, name, name)}.meta`;
  const { schema } = scope.plan;
  const owner = schema.models.find((each) => autoThroughOf(schema, each).includes(target));
  if (!owner) throw new TypeError(`no model declares the relation behind "${name}"`);
  return valueFrom(scope, owner.name, throughName(name));
}

/** `bookTagsMeta`: the description of a model in between. */
export function throughName(model: string): string {
  return `${lowerCamel(model).replace(/_(.)/g, (_, next: string) => next.toUpperCase())}Meta`;
}
