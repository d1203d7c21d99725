import {
  code,
  imported,
  join,
  renderFile,
  verbatim,
  type Code,
  type Imported,
} from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import { autoThroughOf, type ClientPlan } from "../generator/plan/client-plan.js";
import type { Model } from "../generator/schema/schema.js";
import { instanceClass } from "./instance-class.js";
import { NAMESPACE_NAMES, modelNamespace } from "./model-namespace.js";
import { modelSpec } from "./model-spec.js";
import { modelTypes } from "./model-types.js";
import {
  managerClass,
  namedManager,
  namedManagerClasses,
  querysetClass,
  relatedManagerClass,
} from "./queryset-class.js";
import { runtime, runtimeType } from "./runtime.js";
import { metaOf, throughName, type Scope } from "./scope.js";

/** The file of a model: its types, its queryset and managers, and its class. */
export function modelFileOf(plan: ClientPlan, model: Model): RenderedFile {
  const scope: Scope = { plan, model };
  const { name } = model;
  const body = join(
    [
      ...model.carried.declarations.map((declaration) => verbatim(declaration.text)),
      modelTypes(scope),
      querysetClass(scope),
      managerClass(scope),
      ...namedManagerClasses(scope),
      relatedManagerClass(scope),
      ...autoThroughOf(plan.schema, model).map((through) => throughConstant(scope, through)),
      instanceClass(scope),
      modelNamespace(scope),
    ],
    "\n\n",
  );
  return renderFile({
    path: plan.modelFile(name),
    body: code`${body}\n`,
    reserved: [
      name,
      `${name}Model`,
      `${name}QuerySet`,
      `${name}Manager`,
      `${name}RelatedManager`,
      ...model.managers.map((manager) => namedManager(name, manager.name)),
      ...declaredNames(model),
      ...NAMESPACE_NAMES,
    ],
    imports: carriedImports(scope),
  });
}

/** The model behind a many-to-many without `through`. */
function throughConstant(scope: Scope, through: Model): Code {
  return code`/** The rows between ${scope.model.name} and the other end of a many-to-many. */
  export const ${throughName(through.name)}: ${runtimeType("ModelMeta")} = ${runtime("defineThrough")}(${modelSpec(
    scope.plan,
    through,
    (other) => metaOf(scope, other),
  )});`;
}

/** What carried declarations are called; the names of carried imports are in the list of imports already. */
function declaredNames({ carried: { names = [], imports } }: Model): string[] {
  return names.filter((name) => !imports.some((each) => each.name === name));
}

/** What carried code uses keeps its name: it stands in the text. */
function carriedImports({ plan, model }: Scope): Imported[] {
  const { imports, models, generated, generatedValues = [] } = model.carried;
  return [
    ...imports.map((each) =>
      imported(each.imported, each.relative ? plan.projectPath(each.from) : each.from, {
        as: each.name,
        typeOnly: each.typeOnly,
      }),
    ),
    ...models
      .filter((name) => name !== model.name)
      .map((name) => imported(name, plan.modelPath(name), { as: name })),
    ...generated.map((name) =>
      imported(name, plan.filePath("index.ts"), { as: name, typeOnly: !generatedValues.includes(name) }),
    ),
  ];
}
