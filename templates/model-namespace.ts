import { code, doc, globalName, join, literal, verbatim, type Code } from "../generator/emit/code.js";
import { columnsOf } from "../generator/plan/client-plan.js";
import type { Column, ForeignKey } from "../generator/schema/schema.js";
import { singleEnds } from "./instance-class.js";
import { runtimeType } from "./runtime.js";
import { modelType, typeFrom, type Scope } from "./scope.js";
import { fieldType, nullableType } from "./value-type.js";
import { isNeverWritten } from "./never-written.js";

/** The names that the namespace of a model declares: within it they hide what stands outside. */
export const NAMESPACE_NAMES: readonly string[] = ["With", "Where", "Lazy", "Create", "Update"];

/** The types that stand behind the class's name: `Book.With<"author">`, `Book.Create`, `Book.Update`. */
export function modelNamespace(scope: Scope): Code {
  const { name } = scope.model;
  const type = modelType(scope);
  const P = scope.plan.free("P");
  const instanceOf = globalName("InstanceType");
  return code`export declare namespace ${name} {
    /** A ${name} with relations loaded: what selectRelated() gives. */
    type With<${P} extends ${runtimeType("LoadedPath")}<${type}>> = ${runtimeType("Load")}<${type}, ${self(scope)}, ${P}>;
    /** Conditions on own fields, for functions that take some. */
    type Where = ${runtimeType("OwnConditions")}<${type}>;
    type DoesNotExist = ${instanceOf}<typeof ${name}.DoesNotExist>;
    type MultipleObjectsReturned = ${instanceOf}<typeof ${name}.MultipleObjectsReturned>;
    ${lazyInterface(scope)}
    ${createInterface(scope)}
    /** Fields to change, by value or expression. */
    type Update = ${type}["update"];
  }`;
}

/** The instance of a model, as the namespace may name it. */
function instanceOf(scope: Scope, target: string): Code {
  return target === scope.model.name ? self(scope) : typeFrom(scope, target, target);
}

/** The model's class where its namespace may have the name for something else. */
function self(scope: Scope): Code {
  const { name } = scope.model;
  return NAMESPACE_NAMES.includes(name) ? code`${modelType(scope)}["instance"]` : verbatim(name);
}

/** Instances from sync calls follow relations when they are first used. */
function lazyInterface(scope: Scope): Code | null {
  const { model, plan } = scope;
  if (plan.settings.lazy === "never") return null;
  const ends = singleEnds(scope);
  const names =
    ends.length === 0
      ? verbatim("never")
      : join(
          ends.map((end) => literal(end.name)),
          " | ",
        );
  const base =
    ends.length === 0 && !NAMESPACE_NAMES.includes(model.name)
      ? verbatim(model.name)
      : code`${globalName("Omit")}<${self(scope)}, ${names}>`;
  const members = ends.map((end) => {
    const target = instanceOf(scope, end.target);
    const orNull = end.null ? code` | null` : null;
    const getter = code`get ${end.name}(): ${typeFrom(scope, end.target, end.target)}.Lazy${orNull};`;
    if (!end.key) return getter;
    return code`${getter}
    set ${end.name}(value: ${target} | ${end.key}${orNull});`;
  });
  return code`/** A ${model.name} from a sync call: an unloaded relation is fetched when it is first used. */
    interface Lazy extends ${base} {
      ${join(members)}
    }`;
}

function createInterface(scope: Scope): Code {
  const fields = columnsOf(scope.model).filter((field) => !isNeverWritten(field));
  return code`/** The fields of a new ${scope.model.name}. */
    interface Create {
      ${join(fields.map((field) => code`${doc(field.comment)}${field.name}${optional(field)}: ${inputType(scope, field)};`))}
    }`;
}

/** A field may be left out where something else fills it. */
function optional(field: Column | ForeignKey): Code | null {
  const identity = field.type.kind === "integer" && field.type.identity;
  const stamped = field.kind === "column" && (field.autoNow || field.autoNowAdd);
  const filled = field.null || field.default !== null || field.dbDefault !== null || identity || stamped;
  return filled ? code`?` : null;
}

function inputType(scope: Scope, field: Column | ForeignKey): Code {
  if (field.kind === "column") return nullableType(field);
  const target = instanceOf(scope, field.to);
  return code`${target} | ${fieldType(field)}${field.null ? code` | null` : null}`;
}
