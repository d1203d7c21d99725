import {
  alike,
  code,
  doc,
  join,
  literal,
  verbatim,
  type Code,
  type Printable,
} from "../generator/emit/code.js";
import {
  attributeOf,
  columnsOf,
  foreignKeysOf,
  manyToManysOf,
  visibleReverse,
} from "../generator/plan/client-plan.js";
import { instancePairs } from "../generator/plan/methods.js";
import { lowerCamel } from "../generator/schema/names.js";
import { carriedMethods } from "./members.js";
import { modelSpec } from "./model-spec.js";
import { pairedMethod } from "./paired-method.js";
import { fetchName } from "./fetch-name.js";
import { namedManager } from "./queryset-class.js";
import { runtime, runtimeType } from "./runtime.js";
import { metaOf, typeFrom, valueFrom, type Scope } from "./scope.js";
import { keyType, nullableType } from "./value-type.js";

/** The model's class: columns as properties, relations as accessors, and the methods of an instance. */
export function instanceClass(scope: Scope): Code {
  const { model } = scope;
  const { name } = model;
  return code`${doc(model.comment)}export class ${name} extends ${runtime("Instance")}<${name}.Create> {
    static readonly meta: ${runtimeType("ModelMeta")} = ${runtime("defineModel")}(${modelSpec(scope.plan, model, (other) => metaOf(scope, other))});

    /** Where queries begin. */
    static readonly objects = new ${`${name}Manager`}(${runtime("defaultState")}(${name}.meta));
    ${join(namedManagers(scope))}

    ${alike(
      name,
      code`/** Typed references to the fields, for expressions. */
    static get f(): ${runtimeType("Refs")}<${`${name}Model`}> {
      return ${runtime("refsOf")}(${name}.meta) as never;
    }

    /** Keyword conditions as an expression: for or(), and(), not(). */
    static q<K extends ${runtimeType("KeywordName")}<${`${name}Model`}>>(
      where: ${runtimeType("Keywords")}<${`${name}Model`}, object, K>,
    ): ${runtimeType("Condition")} {
      return ${runtime("q")}(${name}.meta, where);
    }`,
    )}

    /** What get() throws where no row matches. */
    static readonly DoesNotExist = ${runtime("errorClass")}(${runtime("DoesNotExist")}, ${literal(`${name}.DoesNotExist`)});
    /** What get() throws where several rows match. */
    static readonly MultipleObjectsReturned = ${runtime("errorClass")}(${runtime("MultipleObjectsReturned")}, ${literal(`${name}.MultipleObjectsReturned`)});

    ${join(columnProperties(scope))}

    ${join(relationAccessors(scope), "\n\n")}

    ${alike(name, join(pairs(scope), "\n\n"))}

    ${join(
      singleEnds(scope).map((end) => fetchPair(scope, end)),
      "\n\n",
    )}

    ${carriedMethods(model.members)}
  }`;
}

/** The managers beside `objects`; a method called `base` narrows where its manager begins. */
function namedManagers({ model }: Scope): Code[] {
  return model.managers.map(({ name, methods }) => {
    const manager = namedManager(model.name, name);
    const start = code`new ${manager}(${runtime("initialState")}(${model.name}.meta))`;
    const narrowed = methods.some((method) => method.name === "base");
    const made = narrowed ? code`new ${manager}(${runtime("startState")}(${start}.base().state))` : start;
    return code`static readonly ${name} = ${made};`;
  });
}

function columnProperties({ model }: Scope): Code[] {
  return columnsOf(model).map((field) => {
    const comment = field.kind === "foreignKey" ? `The key of \`${field.name}\`.` : field.comment;
    return code`${doc(comment)}declare ${attributeOf(field)}: ${nullableType(field)};`;
  });
}

interface SingleEnd {
  readonly name: string;
  readonly target: string;
  readonly null: boolean;
  readonly settable: boolean;
  readonly comment: string | null;
}

/** Relations to one row, from either end. */
export function singleEnds({ model, plan }: Scope): SingleEnd[] {
  return [
    ...foreignKeysOf(model).map((field) => ({
      name: field.name,
      target: field.to,
      null: field.null,
      settable: true,
      comment: field.comment,
    })),
    ...visibleReverse(model)
      .filter((reverse) => reverse.kind === "reverseOneToOne" && !plan.model(reverse.from).auto)
      .map((reverse) => ({
        name: reverse.name,
        target: reverse.from,
        null: true,
        settable: false,
        comment: `The ${reverse.from} whose ${reverse.field} this is, or null.`,
      })),
  ];
}

interface ManyEnd {
  readonly name: string;
  readonly queryName: string;
  readonly target: string;
  /** The field that `create` fills by itself; null for a many-to-many. */
  readonly back: string | null;
  readonly comment: string | null;
}

/** Relations to many rows, from either end. */
export function manyEnds({ model, plan }: Scope): ManyEnd[] {
  return [
    ...manyToManysOf(model).map((field) => ({
      name: field.name,
      queryName: field.name,
      target: field.to,
      back: null,
      comment: field.comment,
    })),
    ...visibleReverse(model)
      .filter((reverse) => reverse.kind !== "reverseOneToOne" && !plan.model(reverse.from).auto)
      .map((reverse) => ({
        name: reverse.name,
        queryName: reverse.queryName,
        target: reverse.from,
        back: reverse.kind === "reverseForeignKey" ? reverse.field : null,
        comment: `Every ${reverse.from} whose ${reverse.field} this is.`,
      })),
  ];
}

/** The text that tsc prints, and that plain JavaScript throws, where a relation was not loaded. */
function notLoadedMessage({ model, plan }: Scope, name: string): string {
  const fetch = plan.names(fetchName(name)).async;
  return `${model.name}.${name} is not loaded: add .selectRelated('${name}') or await ${lowerCamel(model.name)}.${fetch}()`;
}

function relationAccessors(scope: Scope): Code[] {
  const { model, plan } = scope;
  const single = singleEnds(scope).map((end) => {
    const unloaded = code`${runtimeType("NotLoaded")}<${literal(notLoadedMessage(scope, end.name))}>${orNull(end.null)}`;
    const setter = end.settable
      ? code`
    set ${end.name}(value: ${typeFrom(scope, end.target, end.target)} | ${keyType(plan, end.target)}${orNull(end.null)}) {
      ${runtime("assignRelated")}(this, ${literal(end.name)}, value);
    }`
      : null;
    return code`${doc(end.comment)}get ${end.name}(): ${unloaded} {
      return ${runtime("related")}(this, ${literal(end.name)}) as never;
    }
    ${setter}`;
  });
  const many = manyEnds(scope).map((end) => {
    const manager = `${end.target}RelatedManager`;
    const message = `${model.name}.${end.name} is not loaded: add .prefetchRelated('${end.queryName}')`;
    const back = end.back === null ? verbatim("never") : literal(end.back);
    return code`${doc(end.comment)}get ${end.name}(): ${typeFrom(scope, end.target, manager)}<${back}, ${literal(message)}> {
      return ${runtime("relatedManager")}(this, ${literal(end.name)}, ${valueFrom(scope, end.target, manager)}) as never;
    }`;
  });
  return [...single, ...many];
}

function orNull(nullable: boolean): Printable {
  return nullable ? verbatim(" | null") : null;
}

function pairs(scope: Scope): Code[] {
  const { model, plan } = scope;
  const types = {
    name: model.name,
    type: verbatim(`${model.name}Model`),
    annotations: verbatim("object"),
    key: keyType(plan, model.name),
  };
  const rows = {
    async: verbatim(model.name),
    sync: verbatim(model.name),
    madeAsync: verbatim(model.name),
    madeSync: verbatim(model.name),
  };
  return instancePairs.map((method) => pairedMethod(method, plan.names(method.name), types, rows));
}

/** `fetchAuthor()` and its twin: what an unloaded relation's message names. */
function fetchPair(scope: Scope, end: SingleEnd): Code {
  const names = scope.plan.names(fetchName(end.name));
  const target = typeFrom(scope, end.target, end.target);
  const lazy = scope.plan.settings.lazy === "never" ? target : code`${target}.Lazy`;
  const operation = code`${runtime("operations")}.fetchRelated(this, ${literal(end.name)})`;
  const summary = `Fetches \`${end.name}\` and keeps it.`;
  return code`${doc(summary)}${names.async}(): Promise<${target}${orNull(end.null)}> {
    return ${runtime("runAsync")}(${operation}) as never;
  }

  ${doc(`${summary} Blocks.`)}${names.sync}(): ${lazy}${orNull(end.null)} {
    return ${runtime("runSync")}(${operation}) as never;
  }
  `;
}
