/** What a parameter takes: the templates know its type. */
export type Parameter =
  | "conditions"
  | "conditionsMaybe"
  | "orderNames"
  | "instance"
  | "keys"
  | "inBulkOptions"
  | "iterateOptions"
  | "create"
  | "createRelated"
  | "items"
  | "bulkOptions"
  | "lookup"
  | "createOptions"
  | "updateOptions"
  | "update"
  | "relatedItems"
  | "relatedAdded"
  | "relatedList"
  | "relatedBulkOptions"
  | "clearOptions"
  | "setOptions"
  | "saveOptions"
  | "deleteOptions"
  | "validateOptions"
  | "columns"
  | "aggregates"
  | "instances"
  | "fieldNames"
  | "batchOptions"
  | "explainOptions"
  | "rawSql"
  | "relatedItemsToMake"
  | "relatedLookup"
  | "relatedCreateOptions"
  | "relatedUpdateOptions";

/** What a call gives: the templates know its type in each style. */
export type Result =
  | "rows"
  | "row"
  | "rowOrNull"
  | "made"
  | "madeList"
  | "madePair"
  | "map"
  | "number"
  | "boolean"
  | "deleted"
  | "nothing"
  | "stream"
  | "aggregated"
  | "text"
  | "instanceList";

/** A method that talks to the database: it exists twice, and the twins differ in who runs the operation. */
export interface PairedMethod {
  readonly name: string;
  /** The operation of the runtime that it runs. */
  readonly operation: string;
  readonly parameters: readonly Parameter[];
  readonly result: Result;
  readonly summary: string;
}

/** THE table of the methods of a queryset (and so of managers) that come in pairs. */
export const querysetPairs: readonly PairedMethod[] = [
  pair("toArray", "toArray", [], "rows", "All rows."),
  pair(
    "get",
    "get",
    ["conditionsMaybe"],
    "row",
    "The one row that meets the conditions; throws where none or several do.",
  ),
  pair("first", "first", [], "rowOrNull", "The first row in order, or null."),
  pair("last", "last", [], "rowOrNull", "The last row in order, or null."),
  pair(
    "earliest",
    "earliest",
    ["orderNames"],
    "row",
    "The first row by these fields; throws where there is none.",
  ),
  pair(
    "latest",
    "latest",
    ["orderNames"],
    "row",
    "The last row by these fields; throws where there is none.",
  ),
  pair("count", "count", [], "number", "How many rows there are."),
  pair("exists", "exists", [], "boolean", "Whether there is any row."),
  pair("contains", "contains", ["instance"], "boolean", "Whether an instance is among the rows."),
  pair("aggregate", "aggregate", ["aggregates"], "aggregated", "Values over all rows, by name."),
  pair(
    "inBulk",
    "inBulk",
    ["keys", "inBulkOptions"],
    "map",
    "The rows with these keys, by key; every row without keys.",
  ),
  pair("create", "create", ["create"], "made", "Makes a row."),
  pair(
    "bulkCreate",
    "bulkCreate",
    ["items", "bulkOptions"],
    "madeList",
    "Makes many rows with one statement.",
  ),
  pair(
    "bulkUpdate",
    "bulkUpdate",
    ["instances", "fieldNames", "batchOptions"],
    "number",
    "Writes these fields of many instances with one statement; gives how many rows matched.",
  ),
  pair(
    "getOrCreate",
    "getOrCreate",
    ["lookup", "createOptions"],
    "madePair",
    "The row that the lookup names, made where it is missing.",
  ),
  pair(
    "updateOrCreate",
    "updateOrCreate",
    ["lookup", "updateOptions"],
    "madePair",
    "The row that the lookup names, updated with the defaults, or made.",
  ),
  pair("update", "update", ["update"], "number", "Updates every row; gives how many there were."),
  pair(
    "delete",
    "deleteRows",
    [],
    "deleted",
    "Deletes every row and what depends on it; gives how many went, by model.",
  ),
  pair("explain", "explain", ["explainOptions"], "text", "PostgreSQL's plan for the rows."),
  pair("raw", "raw", ["rawSql"], "instanceList", "Instances from SQL of your own."),
  pair("iterate", "iterate", ["iterateOptions"], "stream", "The rows from a cursor, a chunk at a time."),
];

/** The pairs of an instance. */
export const instancePairs: readonly PairedMethod[] = [
  pair(
    "save",
    "save",
    ["saveOptions"],
    "nothing",
    "Writes the instance: an UPDATE where it is in the database, else an INSERT.",
  ),
  pair(
    "delete",
    "deleteInstance",
    ["deleteOptions"],
    "deleted",
    "Deletes the row and what depends on it; `using` says on which connection.",
  ),
  pair(
    "validate",
    "validate",
    ["validateOptions"],
    "nothing",
    "Checks every field, the validators, foreign keys and what must be unique; throws ValidationError. `exclude` names fields to leave out.",
  ),
  pair(
    "refresh",
    "refresh",
    ["columns"],
    "nothing",
    "Reads the columns anew, or those named; `{ from: queryset }` says among which rows.",
  ),
];

/** What a related manager has beside a queryset's pairs; `create` takes the place of the queryset's. */
export const relatedPairs: readonly PairedMethod[] = [
  pair("create", "createRelated", ["createRelated"], "made", "Makes a row related to the instance."),
  pair(
    "createMany",
    "createMany",
    ["relatedItemsToMake", "relatedBulkOptions"],
    "madeList",
    "Makes many rows related to the instance.",
  ),
  pair(
    "getOrCreate",
    "getOrCreateRelated",
    ["relatedLookup", "relatedCreateOptions"],
    "madePair",
    "The related row that the lookup names, made where it is missing.",
  ),
  pair(
    "updateOrCreate",
    "updateOrCreateRelated",
    ["relatedLookup", "relatedUpdateOptions"],
    "madePair",
    "The related row that the lookup names, updated with the defaults, or made.",
  ),
  pair(
    "add",
    "add",
    ["relatedAdded"],
    "nothing",
    "Relates rows, by instance or key; `{ bulk: false }` behind them saves each by itself, with its hooks.",
  ),
  pair("remove", "remove", ["relatedItems"], "nothing", "Ends the relation to these rows."),
  pair(
    "set",
    "set",
    ["relatedList", "setOptions"],
    "nothing",
    "Makes these the related rows, and no others.",
  ),
  pair("clear", "clear", ["clearOptions"], "nothing", "Ends the relation to every row."),
];

/** How many arguments a method takes; `create` of related rows takes its values, and what the rows in between need. */
export function mostArguments({ parameters }: PairedMethod): number {
  return parameters.length + (parameters.includes("createRelated") ? 1 : 0);
}

/** How many arguments the methods take that give a queryset again; those that are not here take any number. */
export const chainArguments: Readonly<Record<string, number>> = {
  ...{ all: 0, none: 0, reverse: 0, fetchPeers: 0 },
  ...{ limit: 1, offset: 1, using: 1, and: 1, or: 1, xor: 1, selectForUpdate: 1, annotate: 1, alias: 1 },
  ...{ dates: 3, datetimes: 3 },
};

/** What a queryset has beside its pairs: no spelling of a pair may take these names. */
export const querysetNames: readonly string[] = [
  ...["all", "none", "filter", "exclude", "orderBy", "reverse", "distinct", "limit", "offset"],
  ...[
    "selectRelated",
    "prefetchRelated",
    "fetchPeers",
    "only",
    "defer",
    "annotate",
    "alias",
    "values",
    "valuesList",
  ],
  ...[
    "union",
    "intersection",
    "difference",
    "and",
    "or",
    "xor",
    "selectForUpdate",
    "dates",
    "datetimes",
    "using",
    "toSQL",
  ],
  ...[
    "loaded",
    "manager",
    "origin",
    "queryset",
    "row",
    "state",
    "constructor",
    "then",
    "toString",
    "valueOf",
    "toJSON",
  ],
];

function pair(
  name: string,
  operation: string,
  parameters: readonly Parameter[],
  result: Result,
  summary: string,
): PairedMethod {
  return { name, operation, parameters, result, summary };
}
