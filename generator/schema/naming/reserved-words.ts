import { clientExports } from "./client-exports.js";
import { upperFirst } from "./names.js";
import { spellings } from "./spellings.js";

/** Names on an instance that the client uses itself, or that JavaScript gives a meaning. */
export const INSTANCE_NAMES: ReadonlySet<string> = new Set([
  ...[
    "objects",
    "pk",
    "f",
    "q",
    "With",
    "Create",
    "Update",
    "Lazy",
    "DoesNotExist",
    "MultipleObjectsReturned",
  ],
  ...[
    "then",
    "toJSON",
    "toString",
    "toLocaleString",
    "valueOf",
    "constructor",
    "prototype",
    "hasOwnProperty",
  ],
  ...["isPrototypeOf", "propertyIsEnumerable", "__proto__"],
]);

/** What a model's own methods may be called all the same: Django's `__str__`. */
export const METHODS_OF_USERS: ReadonlySet<string> = new Set(["toString"]);

/** Names on the class itself, beside those of instances. */
export const STATIC_NAMES: ReadonlySet<string> = new Set([
  "meta",
  "name",
  "length",
  "caller",
  "arguments",
  "call",
  "apply",
  "bind",
]);

/** Methods of an instance that run, each under every spelling of its pair. */
export const INSTANCE_VERBS: readonly string[] = ["save", "delete", "refresh", "validate"];

/** Methods of a queryset that give a queryset. */
const QUERYSET_METHODS: readonly string[] = [
  ...[
    "all",
    "none",
    "filter",
    "exclude",
    "orderBy",
    "reverse",
    "distinct",
    "limit",
    "offset",
    "selectRelated",
  ],
  ...[
    "prefetchRelated",
    "only",
    "defer",
    "annotate",
    "alias",
    "values",
    "valuesList",
    "union",
    "intersection",
  ],
  ...[
    "difference",
    "selectForUpdate",
    "using",
    "toSQL",
    "loaded",
    "manager",
    "queryset",
    "row",
    "state",
    "meta",
    "model",
    "then",
    "constructor",
    "prototype",
  ],
  ...[
    "hasOwnProperty",
    "isPrototypeOf",
    "toString",
    "valueOf",
    "toJSON",
    "toLocaleString",
    "propertyIsEnumerable",
  ],
  ...["add", "remove", "set", "clear"],
];

/** Methods of a queryset, a manager or a related manager that run, each under every spelling of its pair. */
const QUERYSET_VERBS: readonly string[] = [
  ...[
    "toArray",
    "get",
    "first",
    "last",
    "earliest",
    "latest",
    "count",
    "exists",
    "contains",
    "aggregate",
    "inBulk",
  ],
  ...[
    "create",
    "bulkCreate",
    "bulkUpdate",
    "getOrCreate",
    "updateOrCreate",
    "update",
    "delete",
    "explain",
    "raw",
  ],
  ...["iterate", "add", "remove", "set", "clear"],
];

export const QUERYSET_NAMES: ReadonlySet<string> = new Set([
  ...QUERYSET_METHODS,
  ...QUERYSET_VERBS.flatMap(spellings),
]);

/** Names that no class may have in TypeScript, and its keywords, which read as something else where a type stands. */
const LANGUAGE: readonly string[] = [
  ...["null", "arguments", "eval", "globalThis", "undefined", "any", "unknown", "never", "object", "void"],
  ...["string", "number", "boolean", "bigint", "symbol", "abstract", "accessor", "as", "asserts", "assert"],
  ...["async", "await", "constructor", "declare", "defer", "from", "get", "global", "infer", "intrinsic"],
  ...["is", "keyof", "module", "namespace", "of", "out", "override", "readonly", "require", "satisfies"],
  ...["set", "type", "unique", "using"],
];

/** Names that no model may have. */
export const MODEL_NAMES: ReadonlySet<string> = new Set([...LANGUAGE, ...clientExports]);

/** What the client declares beside the class of each model, `BookEverythingManager` for a manager among it. */
export function derivedNames(model: string, managers: readonly string[] = []): readonly string[] {
  const own = managers.map((name) => `${model}${upperFirst(name)}Manager`);
  return [...["QuerySet", "Manager", "RelatedManager", "Model"].map((end) => model + end), ...own];
}

/** Columns that every table of PostgreSQL has. */
export const SYSTEM_COLUMNS: ReadonlySet<string> = new Set([
  "ctid",
  "xmin",
  "xmax",
  "cmin",
  "cmax",
  "tableoid",
]);
