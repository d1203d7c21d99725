import { alike, code, join, verbatim, type Code } from "../generator/emit/code.js";
import { querysetPairs, relatedPairs } from "../generator/plan/methods.js";
import { upperFirst } from "../generator/schema/names.js";
import { chainMethods } from "./chain-methods.js";
import { methodExample } from "./method-example.js";
import { carriedMethods } from "./members.js";
import { pairedMethod, type RowTypes } from "./paired-method.js";
import type { ModelTypes } from "./parameters.js";
import { runtime, runtimeType } from "./runtime.js";
import { lazyType, type Scope } from "./scope.js";
import { keyType } from "./value-type.js";

function typesOf({ model, plan }: Scope): ModelTypes {
  return {
    name: model.name,
    type: verbatim(`${model.name}Model`),
    annotations: verbatim("A"),
    key: keyType(plan, model.name),
    example: methodExample(model),
  };
}

function rowTypes(scope: Scope): RowTypes {
  const { name } = scope.model;
  return {
    async: verbatim("R"),
    sync: verbatim("L"),
    madeAsync: verbatim(name),
    madeSync: code`${lazyType(scope)}`,
  };
}

/** `BookQuerySet`: `R` is the row of an async call, `L` that of a sync call, `A` what is annotated. */
export function querysetClass(scope: Scope): Code {
  const { model, plan } = scope;
  const { name } = model;
  const [types, rows] = [typesOf(scope), rowTypes(scope)];
  return code`/** Rows of ${name}, not fetched yet: immutable, and run by the methods that come in pairs. */
  export class ${`${name}QuerySet`}<R = ${name}, L = ${lazyType(scope)}, A = object> extends ${runtime("QuerySet")} {
    declare readonly row?: R;

    ${alike(
      name,
      code`protected override get queryset() {
      return ${`${name}QuerySet`};
    }

    ${join(chainMethods(scope, types), "\n\n")}

    /** The SQL and its parameters, without running it. */
    toSQL(): { readonly sql: string; readonly parameters: readonly (string | null)[] } {
      return ${runtime("toSQL")}(this);
    }

    [Symbol.asyncIterator](): AsyncIterator<R> {
      return ${runtime("streamAsync")}<R>(${runtime("operations")}.each(this));
    }

    [Symbol.iterator](): Iterator<L> {
      return ${runtime("streamSync")}<L>(${runtime("operations")}.each(this));
    }

    ${join(
      querysetPairs.map((method) => pairedMethod(method, plan.names(method.name), types, rows)),
      "\n\n",
    )}`,
    )}

    ${carriedMethods(model.querysetMethods)}
  }`;
}

/** `BookManager`: where every query begins. */
export function managerClass({ model }: Scope): Code {
  const { name } = model;
  return code`/** Where queries for ${name} begin: ${verbatim(`\`${name}.objects\``)}. */
  export class ${`${name}Manager`} extends ${`${name}QuerySet`} {
    ${carriedMethods(model.managerMethods)}
  }`;
}

/** A manager of a name of its own: `Book.everything`. */
export function namedManagerClasses({ model }: Scope): Code[] {
  return model.managers.map(
    ({
      name,
      methods,
    }) => code`/** Where other queries for ${model.name} begin: ${verbatim(`\`${model.name}.${name}\``)}. */
  export class ${namedManager(model.name, name)} extends ${`${model.name}QuerySet`} {
    ${carriedMethods(methods)}
  }`,
  );
}

/** `BookEverythingManager`. */
export function namedManager(model: string, name: string): string {
  return `${model}${upperFirst(name)}Manager`;
}

/** What a related manager says anew of a queryset's pairs. */
const overridden = new Set(querysetPairs.map((method) => method.name));

/** `BookRelatedManager`: the rows at the other end of an instance's relation. */
export function relatedManagerClass(scope: Scope): Code {
  const { name } = scope.model;
  const types = { ...typesOf(scope), annotations: verbatim("object") };
  const rows = { ...rowTypes(scope), async: verbatim(name), sync: lazyType(scope) };
  return code`/** Rows of ${name} that are related to an instance: a queryset that can also relate rows to it. */
  export class ${`${name}RelatedManager`}<Back extends string = never, Message extends string = string> extends ${`${name}QuerySet`} {
    constructor(
      state: ${runtimeType("QueryState")},
      readonly origin: ${runtimeType("Origin")},
    ) {
      super(state);
    }

    /** The rows that a prefetch has loaded. */
    get loaded(): ${runtimeType("NotLoaded")}<Message> {
      return ${runtime("loadedRows")}(this) as never;
    }

    ${alike(
      name,
      join(
        relatedPairs.map((method) =>
          pairedMethod(method, scope.plan.names(method.name), types, rows, overridden.has(method.name)),
        ),
        "\n\n",
      ),
    )}
  }`;
}
