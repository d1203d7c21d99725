import { code, globalName, imported, join, literal, verbatim, type Code } from "../generator/emit/code.js";
import type { Member } from "../generator/schema/schema.js";
import { upperFirst } from "../generator/schema/naming/names.js";
import { carriedMethods } from "./members.js";
import { refusedTwins } from "./refused-twins.js";
import { lazyType, modelType, type Scope } from "./scope.js";

/** `BookQuerySet`: a row of an async call, a row of a sync call, and the names that are annotated. */
export function querysetClass(scope: Scope): Code {
  const { model, plan } = scope;
  const { name } = model;
  const [R, L, A] = ["R", "L", "A"].map((letter) => plan.free(letter));
  const base = imported("ClientQuerySet", plan.filePath("queryset.ts"));
  return code`/** Rows of ${name}, not fetched yet: immutable, and run by the methods that come in pairs. */
  export class ${`${name}QuerySet`}<${R} = ${name}, ${L} = ${lazyType(scope)}, ${A} = object> extends ${base}<${modelType(scope)}, ${R}, ${L}, ${A}> {${body(model.querysetMethods, refusedTwins(scope, "queryset"))}}`;
}

/** `BookManager`: where every query begins. */
export function managerClass({ model }: Scope): Code {
  const { name } = model;
  return code`/** Where queries for ${name} begin: ${verbatim(`\`${name}.objects\``)}. */
  export class ${`${name}Manager`} extends ${`${name}QuerySet`} {${body(model.managerMethods)}}`;
}

/** A manager of a name of its own: `Book.everything`. */
export function namedManagerClasses({ model }: Scope): Code[] {
  return model.managers.map(
    ({
      name,
      methods,
    }) => code`/** Where other queries for ${model.name} begin: ${verbatim(`\`${model.name}.${name}\``)}. */
  export class ${namedManager(model.name, name)} extends ${`${model.name}QuerySet`} {${body(methods)}}`,
  );
}

/** `BookEverythingManager`. */
export function namedManager(model: string, name: string): string {
  return `${model}${upperFirst(name)}Manager`;
}

/** `BookRelatedManager`: the rows at the other end of an instance's relation, with the model's own queryset methods. */
export function relatedManagerClass(scope: Scope): Code {
  const { model, plan } = scope;
  const { name } = model;
  const [Back, Message, Through] = ["Back", "Message", "Through"].map((each) => plan.free(each));
  const base = imported("ClientRelatedManager", plan.filePath("queryset.ts"));
  const parameters = code`<${Back} extends string = never, ${Message} extends string = string, ${Through} = never>`;
  const own = [...new Set(model.querysetMethods.map((method) => method.name))];
  const carried =
    own.length === 0
      ? null
      : code`export interface ${`${name}RelatedManager`}${parameters} extends ${pick(scope, own)} {}\n`;
  return code`${carried}/** Rows of ${name} that are related to an instance: a queryset that can also relate rows to it. */
  export class ${`${name}RelatedManager`}${parameters} extends ${base}<${modelType(scope)}, ${Back}, ${Message}, ${Through}> {${body([], refusedTwins(scope, "queryset"))}}`;
}

function pick({ model }: Scope, names: readonly string[]): Code {
  const list = join(
    names.map((name) => literal(name)),
    " | ",
  );
  return code`${globalName("Pick")}<${`${model.name}QuerySet`}, ${list}>`;
}

/** What each manager has of its own, by name; null where no model method stands on any. */
export function managerTypes({ model }: Scope): Code | null {
  const all = [{ name: "objects", methods: model.managerMethods }, ...model.managers];
  if (all.every(({ name, methods }) => name === "objects" && methods.length === 0)) return null;
  return code`readonly managers: { ${join(
    all.map(({ name, methods }) => {
      const own = [...new Set(methods.map((method) => method.name))].filter((each) => each !== "base");
      const manager = name === "objects" ? `${model.name}Manager` : namedManager(model.name, name);
      const list = join(
        own.map((each) => literal(each)),
        " | ",
      );
      return code`readonly ${name}: ${own.length === 0 ? verbatim("object") : code`${globalName("Pick")}<${manager}, ${list}>`};`;
    }),
  )} };`;
}

function body(methods: readonly Member[], more: Code | null = null): Code | null {
  const own = [carriedMethods(methods), more].filter((each) => each !== null);
  return own.length === 0 ? null : code`\n${join(own, "\n\n")}\n`;
}
