import {
  code,
  doc,
  globalName,
  imported,
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
  referencesOf,
  visibleReverse,
  type ClientPlan,
} from "../generator/plan/client-plan.js";
import type { ManyToMany, Model } from "../generator/schema/schema.js";
import { lowerCamel } from "../generator/schema/naming/names.js";
import { fetchName } from "./fetch-name.js";
import { carriedMethods } from "./members.js";
import { modelSpec } from "./model-spec.js";
import { namedManager } from "./queryset-class.js";
import { refusedTwins } from "./refused-twins.js";
import { runtime, runtimeType } from "./runtime.js";
import { metaOf, modelType, modelTypeOf, typeFrom, type Scope } from "./scope.js";
import { fieldType, nullableType } from "./value-type.js";

/** The model's class, and what its instances hold: columns, relations, and the methods that fetch these. */
export function instanceClass(scope: Scope): Code {
  const { model, plan } = scope;
  const { name } = model;
  const type = modelType(scope);
  return code`/** What a ${name} holds. */
  export interface ${name} {
    ${join([...columnProperties(scope), ...singleMembers(scope), ...manyMembers(scope)])}
  }

  ${doc(model.comment)}export class ${name} extends ${imported("ClientInstance", plan.filePath("instance.ts"))}<${type}> {
    declare static readonly meta: ${runtimeType("ModelMeta")};
    /** Where queries begin. */
    declare static readonly objects: ${`${name}Manager`};
    ${join(model.managers.map((each) => code`declare static readonly ${each.name}: ${namedManager(name, each.name)};`))}
    /** Typed references to the fields, for expressions. */
    declare static readonly f: ${runtimeType("Refs")}<${type}>;
    /** Keyword conditions as an expression: for or(), and(), not(). */
    declare static readonly q: ${runtimeType("KeywordFunction")}<${type}>;
    /** What get() throws where no row matches. */
    declare static readonly DoesNotExist: typeof ${runtimeType("DoesNotExist")};
    /** What get() throws where several rows match. */
    declare static readonly MultipleObjectsReturned: typeof ${runtimeType("MultipleObjectsReturned")};

    static {
      ${runtime("defineModel")}(${name}, ${modelSpec(plan, model, (other) => metaOf(scope, other))});
    }

    ${join(
      [refusedTwins(scope, "instance"), carriedMethods(model.members)].filter((each) => each !== null),
      "\n\n",
    )}
  }`;
}

function columnProperties({ model }: Scope): Code[] {
  return columnsOf(model).map((field) => {
    const comment = field.kind === "foreignKey" ? `The key of \`${field.name}\`.` : field.comment;
    return code`${doc(comment)}${attributeOf(field)}: ${nullableType(field)};`;
  });
}

interface SingleEnd {
  readonly name: string;
  readonly target: string;
  readonly null: boolean;
  /** The type of the key that it may be set by, beside an instance. */
  readonly key: Code | null;
  readonly comment: string | null;
}

/** Relations to one row, from either end. */
export function singleEnds({ model, plan }: Scope): SingleEnd[] {
  return [
    ...foreignKeysOf(model).map((field) => ({
      name: field.name,
      target: field.to,
      null: field.null,
      key: fieldType(field),
      comment: field.comment,
    })),
    ...referencesOf(model).map((field) => ({
      name: field.name,
      target: field.to,
      null: field.null,
      key: null,
      comment: field.comment,
    })),
    ...visibleReverse(model)
      .filter((reverse) => reverse.kind === "reverseOneToOne" && !plan.model(reverse.from).auto)
      .map((reverse) => ({
        name: reverse.name,
        target: reverse.from,
        null: true,
        key: null,
        comment: `The ${reverse.from} whose ${reverse.field} this is, or null.`,
      })),
  ];
}

interface ManyEnd {
  readonly name: string;
  readonly queryName: string;
  readonly target: string;
  /** The fields that `create` fills by itself: none for a many-to-many. */
  readonly back: readonly string[];
  /** The model in between, declared by the user, and its fields for the two ends. */
  readonly through: { readonly model: string; readonly ends: readonly string[] } | null;
  readonly comment: string | null;
}

/** Relations to many rows, from either end. */
export function manyEnds({ model, plan }: Scope): ManyEnd[] {
  return [
    ...manyToManysOf(model).map((field) => ({
      name: field.name,
      queryName: field.name,
      target: field.to,
      back: [],
      through: throughOf(plan, field),
      comment: field.comment,
    })),
    ...visibleReverse(model)
      .filter((reverse) => reverse.kind !== "reverseOneToOne" && !plan.model(reverse.from).auto)
      .map((reverse) => ({
        name: reverse.name,
        queryName: reverse.queryName,
        target: reverse.from,
        back: reverse.kind === "reverseForeignKey" ? filledBy(plan.model(reverse.from), reverse.field) : [],
        through: throughOf(
          plan,
          manyToManysOf(plan.model(reverse.from)).find(({ name }) => name === reverse.field),
        ),
        comment: `Every ${reverse.from} whose ${reverse.field} this is.`,
      })),
  ];
}

/** A model in between that no user has declared takes nothing but its two ends. */
function throughOf(plan: ClientPlan, field: ManyToMany | undefined): ManyEnd["through"] {
  if (!field || plan.model(field.through).auto) return null;
  return { model: field.through, ends: endsOf(plan.model(field.through), field) };
}

function endsOf(model: Model, { sourceField, targetField }: ManyToMany): string[] {
  const ends = [sourceField, targetField];
  return [...new Set(ends.flatMap((name) => [name, ...filledBy(model, name)]))];
}

function filledBy(model: Model, name: string): string[] {
  const field = referencesOf(model).find((each) => each.name === name);
  return field ? field.pairs.map(([own]) => own) : [name];
}

/** The text that tsc prints, and that plain JavaScript throws, where a relation was not loaded. */
function notLoadedMessage({ model, plan }: Scope, name: string): string {
  const fetch = plan.names(fetchName(name)).async;
  return `${model.name}.${name} is not loaded: add .selectRelated('${name}') or await ${lowerCamel(model.name)}.${fetch}()`;
}

/** A relation to one row: its property, and `fetchAuthor()` with its twin, which an unloaded one's message names. */
function singleMembers(scope: Scope): Code[] {
  const { plan } = scope;
  return singleEnds(scope).map((end) => {
    const none = orNull(end.null);
    const target = typeFrom(scope, end.target, end.target);
    const lazy = plan.settings.lazy === "never" ? target : code`${target}.Lazy`;
    const unloaded = code`${runtimeType("NotLoaded")}<${literal(notLoadedMessage(scope, end.name))}>`;
    const names = plan.names(fetchName(end.name));
    return join([
      code`${doc(end.comment)}get ${end.name}(): ${unloaded}${none};`,
      code`set ${end.name}(value: ${target}${end.key && code` | ${end.key}`}${none});`,
      code`${doc(`Fetches \`${end.name}\` and keeps it.`)}${names.async}(): ${globalName("Promise")}<${target}${none}>;`,
      code`${names.sync}(): ${lazy}${none};`,
    ]);
  });
}

function manyMembers(scope: Scope): Code[] {
  return manyEnds(scope).map((end) => {
    const manager = typeFrom(scope, end.target, `${end.target}RelatedManager`);
    const message = `${scope.model.name}.${end.name} is not loaded: add .prefetchRelated('${end.queryName}')`;
    const back = end.back.length === 0 ? verbatim("never") : join(end.back.map(literal), " | ");
    return code`${doc(end.comment)}get ${end.name}(): ${manager}<${back}, ${literal(message)}${through(scope, end)}>;`;
  });
}

/** What a row in between takes beside its two ends. */
function through(scope: Scope, end: ManyEnd): Code | null {
  if (!end.through) return null;
  const { model, ends } = end.through;
  const names = join(
    ends.map((name) => literal(name)),
    " | ",
  );
  return code`, ${globalName("Omit")}<${modelTypeOf(scope, model)}["create"], ${names}>`;
}

function orNull(nullable: boolean): Printable {
  return nullable ? verbatim(" | null") : null;
}
