import { code, globalName, join, literal, type Code } from "../generator/emit/code.js";
import {
  attributeOf,
  columnsOf,
  foreignKeysOf,
  manyToManysOf,
  uniqueTogether,
  visibleReverse,
} from "../generator/plan/client-plan.js";
import type { Model } from "../generator/schema/schema.js";
import { managerTypes } from "./queryset-class.js";
import { runtimeType } from "./runtime.js";
import { lazyType, modelTypeOf, type Scope } from "./scope.js";
import { keyType, kindName, nullableType } from "./value-type.js";

/** `interface BookModel`: what the type checker knows of a model; every type of the runtime is a function of it. */
export function modelTypes(scope: Scope): Code {
  const { name } = scope.model;
  const queryset = code`${`${name}QuerySet`}<this["row"], this["lazyRow"], this["names"]>`;
  return code`/** What the type checker knows of ${name}: its columns, and where its relations lead. */
  export interface ${`${name}Model`} extends ${runtimeType("ModelType")} {
    readonly name: ${literal(name)};
    readonly instance: ${name};
    readonly lazy: ${lazyType(scope)};
    readonly create: ${name}.Create;
    readonly queryset: ${queryset};
    readonly key: ${keyType(scope.plan, name)};
    readonly keyColumns: ${join(keyAttributes(scope.model).map(literal), " | ")};
    readonly uniqueNames: ${join(uniqueNames(scope.model).map(literal), " | ")};
    readonly columns: {
      ${join(columnTypes(scope.model))}
    };
    readonly relations: {
      ${join(relationTypes(scope))}
    };
    readonly accessors: ${accessorTypes(scope)};
    ${managerTypes(scope)}
  }`;
}

function columnTypes(model: Model): Code[] {
  return columnsOf(model).map((field) => {
    return code`readonly ${attributeOf(field)}: ${runtimeType("Column")}<${literal(kindName(field.type))}, ${nullableType(field)}>;`;
  });
}

function keyAttributes(model: Model): string[] {
  return columnsOf(model)
    .filter((field) => model.primaryKey.includes(field.name))
    .map(attributeOf);
}

/** What names at most one row by itself: `inBulk` takes it. */
function uniqueNames(model: Model): string[] {
  const constrained = new Set(uniqueTogether(model).flatMap((names) => (names.length === 1 ? names : [])));
  const found = columnsOf(model).filter(
    (field) =>
      field.unique ||
      constrained.has(field.name) ||
      (field.primaryKey && model.primaryKey.length === 1) ||
      (field.kind === "foreignKey" && field.oneToOne),
  );
  return [...new Set(["pk", ...found.flatMap((field) => [field.name, attributeOf(field)])])];
}

/** The relations under the properties of an instance: the same ones, where no name differs. */
function accessorTypes({ model, plan }: Scope): Code {
  const differing = visibleReverse(model).filter(
    (reverse) => reverse.name !== reverse.queryName && !plan.model(reverse.from).auto,
  );
  const relations = code`${`${model.name}Model`}["relations"]`;
  if (differing.length === 0) return relations;
  const names = join(
    differing.map((reverse) => literal(reverse.queryName)),
    " | ",
  );
  const entries = differing.map(
    (reverse) => code`readonly ${reverse.name}: ${relations}[${literal(reverse.queryName)}];`,
  );
  return code`${globalName("Omit")}<${relations}, ${names}> & { ${join(entries)} }`;
}

function relationTypes(scope: Scope): Code[] {
  const { model, plan } = scope;
  const entry = (name: string, form: "One" | "OneOrNone" | "Many", target: string) =>
    code`readonly ${name}: ${runtimeType(form)}<${modelTypeOf(scope, target)}>;`;
  return [
    ...foreignKeysOf(model).map((field) => entry(field.name, field.null ? "OneOrNone" : "One", field.to)),
    ...manyToManysOf(model).map((field) => entry(field.name, "Many", field.to)),
    ...visibleReverse(model)
      .filter((reverse) => !plan.model(reverse.from).auto)
      .map((reverse) =>
        entry(reverse.queryName, reverse.kind === "reverseOneToOne" ? "OneOrNone" : "Many", reverse.from),
      ),
  ];
}
