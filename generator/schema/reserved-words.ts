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

/** A verb under every convention of pairs: `get`, `getSync`, `aget`, `asyncGet`. */
export function spellings(verb: string): readonly string[] {
  return [verb, `${verb}Sync`, `a${verb}`, `async${verb.charAt(0).toUpperCase()}${verb.slice(1)}`];
}

/** Names that the client's index exports, that JavaScript or TypeScript own, or that every file of the client uses. */
export const MODEL_NAMES: ReadonlySet<string> = new Set([
  ...[
    "Array",
    "ArrayBuffer",
    "AsyncIterable",
    "AsyncIterator",
    "Awaited",
    "BigInt",
    "Boolean",
    "Buffer",
    "Capitalize",
  ],
  ...[
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "Exclude",
    "Extract",
    "Function",
    "Infinity",
    "Intl",
    "Iterable",
  ],
  ...[
    "Iterator",
    "JSON",
    "Lowercase",
    "Map",
    "Math",
    "NaN",
    "NoInfer",
    "NonNullable",
    "Number",
    "Object",
    "Omit",
  ],
  ...[
    "Parameters",
    "Partial",
    "Pick",
    "Promise",
    "PromiseLike",
    "Proxy",
    "RangeError",
    "Readonly",
    "ReadonlyArray",
  ],
  ...["Record", "ReferenceError", "Reflect", "RegExp", "Required", "ReturnType", "Set", "String", "Symbol"],
  ...[
    "SyntaxError",
    "ThisType",
    "TypeError",
    "URIError",
    "URL",
    "Uint8Array",
    "Uppercase",
    "Uncapitalize",
    "WeakMap",
  ],
  ...[
    "WeakRef",
    "WeakSet",
    "globalThis",
    "undefined",
    "arguments",
    "eval",
    "any",
    "unknown",
    "never",
    "string",
  ],
  ...["number", "boolean", "bigint", "symbol", "object", "void", "null", "type", "await", "async"],
  ...[
    "Model",
    "Database",
    "Index",
    "Id",
    "Json",
    "Range",
    "Expression",
    "QuerySet",
    "Manager",
    "NotLoaded",
    "Relation",
  ],
  ...[
    "connect",
    "atomic",
    "atomicSync",
    "onCommit",
    "detached",
    "forbidSync",
    "kysely",
    "sql",
    "prefetch",
    "ref",
  ],
  ...["and", "or", "not", "count", "sum", "avg", "min", "max", "caseWhen", "exists", "subquery", "outerRef"],
  ...[
    "coalesce",
    "concat",
    "now",
    "extract",
    "trunc",
    "cast",
    "lower",
    "upper",
    "greatest",
    "least",
    "length",
  ],
  ...[
    "OrmgenError",
    "DoesNotExist",
    "MultipleObjectsReturned",
    "ValidationError",
    "UndefinedValue",
    "InvalidLookup",
  ],
  ...["InvalidValue", "RelationNotLoaded", "FieldDeferred", "SyncForbidden", "SyncInAsyncTransaction"],
  ...[
    "TransactionClosed",
    "TransactionAborted",
    "TransactionOutcomeUnknown",
    "IntegrityError",
    "UniqueViolation",
  ],
  ...["ForeignKeyViolation", "NotNullViolation", "CheckViolation", "ExclusionViolation", "OperationalError"],
  ...[
    "ConnectionLost",
    "PoolTimeout",
    "StatementTimeout",
    "SerializationFailure",
    "DeadlockDetected",
    "SchemaDrift",
  ],
  ...["DatabaseInUse", "EngineCrashed", "MigrationDrift"],
]);

/** What the client declares beside the class of each model. */
export function derivedNames(model: string): readonly string[] {
  return ["QuerySet", "Manager", "RelatedManager", "Model"].map((end) => model + end);
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
