import { ConfigError } from "../config/config-error.js";
import { upperFirst } from "../schema/naming/names.js";
import type { Model } from "../schema/schema.js";
import {
  columnsOf,
  foreignKeysOf,
  referencesOf,
  manyToManysOf,
  visibleReverse,
  type ClientPlan,
} from "./client-plan.js";
import { functionPairs, plainFunctions } from "../schema/naming/client-exports.js";
import { instancePairs, querysetNames, querysetPairs, relatedPairs } from "./methods.js";

/** What bears a name: `the method that fetches "author"`. */
type Bearer = readonly [name: string, what: string];

/**
 * Names as a convention of the user's own spells them, which the schema's passes do not know.
 *
 * Throws `ConfigError` where two things of one class would bear one name.
 */
export function checkNames(plan: ClientPlan): void {
  const models = plan.schema.models.filter((model) => !model.auto);
  const problems = [
    ...clashes("the client", [
      ...models.map((model): Bearer => [model.name, `the model ${model.name}`]),
      ...plainFunctions.map((name): Bearer => [name, `the function ${name}()`]),
      ...functionPairs.flatMap((pair) => twins(plan, pair.name)),
    ]),
    ...models.flatMap((model) => [
      ...clashes(`a ${model.name}`, ofInstance(plan, model)),
      ...clashes(`${model.name}QuerySet`, ofQueryset(plan, model)),
    ]),
  ];
  if (problems.length > 0) throw new ConfigError("The convention of `pairs`", [...new Set(problems)]);
}

function ofInstance(plan: ClientPlan, model: Model): Bearer[] {
  const relations = [
    ...[...foreignKeysOf(model), ...referencesOf(model)].map(({ name }) => name),
    ...visibleReverse(model)
      .filter(({ kind, from }) => kind === "reverseOneToOne" && !plan.model(from).auto)
      .map(({ name }) => name),
  ];
  return [
    ...columnsOf(model).flatMap((field): Bearer[] => [
      [field.name, `the field "${field.name}"`],
      ...(field.kind === "foreignKey" ? [[field.attribute, `the key of "${field.name}"`] as const] : []),
    ]),
    ...manyToManysOf(model).map(({ name }): Bearer => [name, `the field "${name}"`]),
    ...visibleReverse(model).map(({ name }): Bearer => [name, `the relation "${name}"`]),
    ...[...new Set(model.members.filter((member) => !member.static).map(({ name }) => name))].map(
      (name): Bearer => [name, `the model's own "${name}"`],
    ),
    ...instancePairs.flatMap(({ name }) => twins(plan, name)),
    ...relations.flatMap((name) => twins(plan, `fetch${upperFirst(name)}`)),
  ];
}

function ofQueryset(plan: ClientPlan, model: Model): Bearer[] {
  const verbs = new Set([...querysetPairs, ...relatedPairs].map(({ name }) => name));
  const own = new Set(
    [
      ...model.querysetMethods,
      ...model.managerMethods,
      ...model.managers.flatMap((each) => each.methods),
    ].map(({ name }) => name),
  );
  return [
    ...querysetNames.map((name): Bearer => [name, `the queryset's ${name}`]),
    ...[...own].map((name): Bearer => [name, `the method "${name}" of the models`]),
    ...[...verbs].flatMap((name) => twins(plan, name)),
  ];
}

function twins(plan: ClientPlan, method: string): Bearer[] {
  const { async, sync } = plan.names(method);
  return [
    [async, `the async twin of ${method}()`],
    [sync, `the sync twin of ${method}()`],
  ];
}

function clashes(where: string, bearers: readonly Bearer[]): string[] {
  const taken = new Map<string, string>();
  return bearers.flatMap(([name, what]) => {
    const other = taken.get(name);
    if (other === undefined) taken.set(name, what);
    return other === undefined ? [] : [`on ${where}, "${name}" would be ${other} and ${what}`];
  });
}
