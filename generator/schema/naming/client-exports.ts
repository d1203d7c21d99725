import { spellings } from "./spellings.js";

/** The functions of the client's index that come in pairs, with the runtime's names of the two. */
export const functionPairs: readonly {
  readonly name: string;
  readonly async: string;
  readonly sync: string;
}[] = [
  { name: "connect", async: "connect", sync: "connectSync" },
  { name: "disconnect", async: "disconnect", sync: "disconnectSync" },
  { name: "atomic", async: "atomic", sync: "atomicSync" },
  { name: "detached", async: "detached", sync: "detachedSync" },
  { name: "prefetchRelatedObjects", async: "prefetchRelatedObjects", sync: "prefetchRelatedObjectsSync" },
];

/** The runtime's functions without a pair that a user of the client needs beside it. */
export const plainFunctions: readonly string[] = [
  "onCommit",
  "forbidSync",
  "readYourWrites",
  "onQuery",
  "abortable",
  "withQueryTags",
  "and",
  "or",
  "xor",
  "not",
  ...[
    "prefetch",
    "value",
    "caseWhen",
    "cast",
    "coalesce",
    "greatest",
    "least",
    "nullIf",
    "sql",
    "func",
    "ref",
  ],
  ...["arraySubquery", "exists", "subquery", "outerRef", "filteredRelation", "extract", "trunc", "now"],
  ...["count", "sum", "avg", "min", "max", "stddev", "variance"],
  ...[
    "bitAnd",
    "bitOr",
    "bitXor",
    "corr",
    "covarPop",
    "covarSamp",
    "regrAvgX",
    "regrAvgY",
    "regrCount",
    "regrIntercept",
    "regrR2",
    "regrSlope",
    "regrSXX",
    "regrSXY",
    "regrSYY",
  ],
  ...["stringAgg", "arrayAgg", "jsonbAgg", "boolAnd", "boolOr"],
  ...["lower", "upper", "trim", "ltrim", "rtrim", "length", "concat", "substr", "left", "right", "repeat"],
  ...["lpad", "rpad", "replace", "reverse", "strIndex", "chr", "ord", "md5"],
  ...["sha224", "sha256", "sha384", "sha512", "collate", "jsonObject", "jsonArray", "registerLookup"],
  "registerTransform",
  ...["trigramSimilarity", "trigramWordSimilarity", "trigramStrictWordSimilarity", "unaccent"],
  ...["searchVector", "searchQuery", "searchRank", "searchHeadline"],
  ...["trigramDistance", "trigramWordDistance", "trigramStrictWordDistance"],
  ...["abs", "sign", "ceil", "floor", "round", "mod", "power", "sqrt", "exp", "ln", "log", "pi", "random"],
  ...["sin", "cos", "tan", "cot", "asin", "acos", "atan", "atan2", "degrees", "radians"],
  ...["rowNumber", "rank", "denseRank", "percentRank", "cumeDist", "ntile", "lag", "lead"],
  ...["firstValue", "lastValue", "nthValue"],
];

/** The errors that the client throws. */
export const clientErrors: readonly string[] = [
  ...[
    "OrmgenError",
    "DoesNotExist",
    "MultipleObjectsReturned",
    "ValidationError",
    "UndefinedValue",
    "InvalidValue",
  ],
  ...["InvalidLookup", "InvalidQuery", "RelationNotLoaded", "FieldDeferred", "SyncForbidden"],
  ...["SyncInAsyncTransaction", "TransactionClosed", "TransactionAborted", "TransactionOutcomeUnknown"],
  "DataError",
  ...["IntegrityError", "UniqueViolation", "ForeignKeyViolation", "NotNullViolation", "CheckViolation"],
  ...["ExclusionViolation", "OperationalError", "ConnectionLost", "ConnectionFailed", "PoolTimeout"],
  ...[
    "StatementTimeout",
    "SerializationFailure",
    "DeadlockDetected",
    "SchemaDrift",
    "DatabaseInUse",
    "LockNotAvailable",
    "QueryAborted",
    "EngineCrashed",
    "DatabaseError",
  ],
];

/** Every name that the index of a client exports, under each convention of pairs, beside those of the models. */
export const clientExports: ReadonlySet<string> = new Set([
  ...["Database", "Expression", "ConnectOptions", "HookEvent", "TransactionOptions", "kysely"],
  ...functionPairs.flatMap(({ name }) => spellings(name)),
  ...plainFunctions,
  ...clientErrors,
]);
