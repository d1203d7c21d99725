import { code, globalName, join, literal, verbatim, type Code } from "../generator/emit/code.js";
import {
  attributeOf,
  columnsOf,
  foreignKeysOf,
  manyToManysOf,
  referencesOf,
  uniqueTogether,
  visibleReverse,
} from "../generator/plan/client-plan.js";
import type { ForeignKey, Model, Reference } from "../generator/schema/schema.js";
import { managerTypes } from "./queryset-class.js";
import { runtimeType } from "./runtime.js";
import { lazyType, modelTypeOf, type Scope } from "./scope.js";
import { fieldType, keyType, kindName, namedType, nullableType } from "./value-type.js";

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
    readonly keyColumns: ${union(keyAttributes(scope.model))};
    readonly uniqueNames: ${union(uniqueNames(scope.model))};
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

function union(names: readonly string[]): Code {
  return names.length === 0 ? verbatim("never") : join(names.map(literal), " | ");
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
  const key = model.primaryKey.length === 0 ? [] : ["pk"];
  return [...new Set([...key, ...found.flatMap((field) => [field.name, attributeOf(field)])])];
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
  const entry = (name: string, form: "One" | "OneOrNone" | "Many", target: string, by: Code | null = null) =>
    code`readonly ${name}: ${runtimeType(form)}<${modelTypeOf(scope, target)}>${by};`;
  return [
    ...foreignKeysOf(model).map((field) =>
      entry(field.name, field.null ? "OneOrNone" : "One", field.to, byKey(scope, field)),
    ),
    ...referencesOf(model).map((field) =>
      entry(field.name, field.null ? "OneOrNone" : "One", field.to, byColumns(scope, field)),
    ),
    ...manyToManysOf(model).map((field) => entry(field.name, "Many", field.to)),
    ...visibleReverse(model)
      .filter((reverse) => !plan.model(reverse.from).auto)
      .map((reverse) =>
        entry(reverse.queryName, reverse.kind === "reverseOneToOne" ? "OneOrNone" : "Many", reverse.from),
      ),
  ];
}

/** What a foreign key's values are, where that is not the target's primary key. */
function byKey({ plan }: Scope, field: ForeignKey): Code | null {
  const { primaryKey } = plan.model(field.to);
  if (primaryKey.length === 1 && primaryKey[0] === field.toField) return null;
  return code` & ${runtimeType("ByKey")}<${fieldType(field)}>`;
}

/** The same of a relation over several columns. */
function byColumns({ plan }: Scope, { to, pairs }: Reference): Code | null {
  const names = pairs.map(([, other]) => other);
  const { primaryKey } = plan.model(to);
  if (names.length === primaryKey.length && names.every((name, at) => name === primaryKey[at])) return null;
  return code` & ${runtimeType("ByKey")}<${namedType(plan, to, names)}>`;
}
