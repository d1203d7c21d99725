import { code, doc, literal, verbatim, type Code, type Printable } from "../generator/emit/code.js";
import { chainExamples } from "../generator/plan/chain-examples.js";
import { chainArguments } from "../generator/plan/methods.js";
import { MODEL, orderGeneric, orderParameter, signature, type MethodScope } from "./parameters.js";
import { runtime, runtimeType } from "./runtime.js";
import { surplus } from "./surplus.js";

/** A type of the runtime, applied: `OnlyRow<M, R, P>`. */
const applied = (name: string, ...of: readonly string[]) =>
  code`${runtimeType(name)}<${verbatim([MODEL_NAME, ...of].join(", "))}>`;
const MODEL_NAME = "M";

/** The queryset of a model, of other rows: `QuerySetOf<M, R, L, A>`. */
const queryset = (row: Printable, lazyRow: Printable, names: Printable) =>
  code`${runtimeType("QuerySetOf")}<${MODEL}, ${row}, ${lazyRow}, ${names}>`;
const [R, L, A] = [verbatim("R"), verbatim("L"), verbatim("A")];
const SAME = queryset(R, L, A);

/** The methods that give a queryset again: they have no pair, since they ask nothing of the database. */
export function chainMethods(types: MethodScope, lazy: "sync" | "never"): Code[] {
  const chain = runtime("chain");
  const method = (
    name: string,
    summary: string,
    head: Code,
    gives: Code,
    call: Printable,
  ) => code`${doc(summary + (chainExamples[name] ?? ""))}${verbatim(name)}${head}: ${gives} {
    ${surplus(name, chainArguments[name] ?? null)}return ${chain}.${call} as never;
  }`;
  const same = (name: string, summary: string, head: Code, call: Printable) =>
    method(name, summary, head, SAME, call);
  /** A sync row loads what it lacks when it is first used: it stays what it is. */
  const both = (row: (of: string) => Code) => queryset(row("R"), lazy === "sync" ? L : row("L"), A);
  const { generics, parameters } = signature(
    { name: "filter", operation: "filter", parameters: ["conditions"], result: "nothing", summary: "" },
    types,
  );
  const conditions = code`${generics}(${parameters})`;
  const order = code`<${orderGeneric}>(${orderParameter(types)})`;
  const others = code`(...others: readonly ${runtimeType("Subselect")}[])`;
  const columns = code`<const P extends string>(...fields: ${applied("ValuePaths", "object", "P")})`;
  const naming = code`<const E extends ${runtimeType("NamedExpressions")}>(expressions: ${applied("Naming", "R", "A", "E")})`;
  const added = code`${runtimeType("Annotations")}<E, A>`;
  const fetched = code`${runtimeType("RowAnnotations")}<E>`;
  const prefetched = (row: string, plain: string) => applied("Prefetched", row, plain, "A", "P");
  return [
    same("all", "The same rows; update() and delete() may then touch them all.", code`()`, code`all(this)`),
    same("none", "No rows: no query is made.", code`()`, code`none(this)`),
    same("filter", "The rows that meet the conditions.", conditions, code`filter(this, conditions)`),
    same("exclude", "The rows that do not meet the conditions.", conditions, code`exclude(this, conditions)`),
    same(
      "orderBy",
      "Orders the rows; without a term, in no promised order.",
      order,
      code`orderBy(this, fields)`,
    ),
    same("reverse", "The same rows the other way round.", code`()`, code`reverse(this)`),
    same(
      "distinct",
      "Each row once; with fields, the first row of each of their values, which the order begins with.",
      order,
      code`distinct(this, fields)`,
    ),
    same(
      "union",
      "The rows of all querysets, each once unless `all`.",
      code`(...others: readonly (${runtimeType("Subselect")} | { readonly all?: boolean })[])`,
      code`union(this, others)`,
    ),
    same("intersection", "The rows that are in every queryset.", others, code`intersection(this, others)`),
    same(
      "difference",
      "The rows of this queryset that are in none of the others.",
      others,
      code`difference(this, others)`,
    ),
    ...merging(same),
    same(
      "selectForUpdate",
      "Locks the rows until the transaction ends.",
      code`(options: ${runtimeType("LockOptions")}<${applied("LockPath")}> = {})`,
      code`selectForUpdate(this, options)`,
    ),
    method(
      "dates",
      "The distinct dates of a field, cut to a unit.",
      truncation("date", "string | Date", ["year", "quarter", "month", "week", "day"]),
      queryset(verbatim("string"), verbatim("string"), A),
      code`dates(this, field, unit, options)`,
    ),
    method(
      "datetimes",
      "The distinct times of a field, cut to a unit in the configured time zone.",
      truncation("timestamp", "Date", [
        "year",
        "quarter",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "second",
      ]),
      queryset(verbatim("Date"), verbatim("Date"), A),
      code`dates(this, field, unit, options, "timestamp")`,
    ),
    same("limit", "At most so many rows.", code`(rows: number)`, code`limit(this, rows)`),
    same("offset", "Without so many rows at the start.", code`(rows: number)`, code`offset(this, rows)`),
    selectRelated(
      both,
      queryset(
        applied("Selected", "R", "P", "A"),
        lazy === "sync" ? applied("SelectedLazily", "L", "P", "A") : applied("Selected", "L", "P", "A"),
        A,
      ),
    ),
    method(
      "prefetchRelated",
      "Loads relations of any kind, one query a relation.",
      code`<const P extends readonly unknown[]>(...paths: ${applied("PrefetchFields", "P")})`,
      queryset(prefetched("R", 'M["instance"]'), prefetched("L", 'M["lazy"]'), A),
      code`prefetchRelated(this, paths)`,
    ),
    same(
      "fetchPeers",
      "Rows fetched together load a relation together: one query for the same relation of all of them.",
      code`()`,
      code`fetchPeers(this)`,
    ),
    method(
      "only",
      "Fetches these columns alone, with the primary key.",
      columns,
      both((row) => applied("OnlyRow", row, "P")),
      code`only(this, fields)`,
    ),
    method(
      "defer",
      "Fetches all columns but these.",
      columns,
      both((row) => applied("DeferRow", row, "P")),
      code`defer(this, fields)`,
    ),
    method(
      "annotate",
      "Adds computed values to the rows, under names that later conditions and orderings know.",
      naming,
      queryset(code`R & ${fetched}`, code`L & ${fetched}`, code`A & ${added}`),
      code`annotate(this, expressions)`,
    ),
    method(
      "alias",
      "Names expressions for later conditions and orderings without fetching them.",
      naming,
      queryset(R, L, code`A & ${added}`),
      code`alias(this, expressions)`,
    ),
    valuesMethod(),
    valuesListMethod(),
    same(
      "using",
      "The same rows from another connection.",
      code`(connection: string)`,
      code`using(this, connection)`,
    ),
  ];
}

/** Querysets of one model as one: a queryset of another model is no argument. */
function merging(same: (name: string, summary: string, head: Code, call: Printable) => Code): Code[] {
  const head = code`(other: ${applied("SameModel")})`;
  const each = (name: string, summary: string) =>
    same(name, summary, head, code`merge(this, other, ${literal(name)})`);
  return [
    each("and", "The rows that both querysets have, by the conditions of both."),
    each("or", "The rows that either queryset has, by the conditions of both."),
    each("xor", "The rows that one of two querysets has and the other has not, by the conditions of both."),
  ];
}

function truncation(kind: string, type: string, units: readonly string[]): Code {
  const named = verbatim(units.map((unit) => JSON.stringify(unit)).join(" | "));
  const zone = kind === "timestamp" ? "; readonly timeZone?: string" : "";
  const options = verbatim(`{ readonly order?: "asc" | "desc"${zone} }`);
  const kinds = kind === "date" ? `"date" | "timestamp"` : JSON.stringify(kind);
  return code`(field: ${applied("ColumnsOfKind", kinds)} | ${runtimeType("NamesOf")}<A, ${verbatim(type)}>, unit: ${named}, options: ${options} = {})`;
}

/** Rows as plain objects; what is named decides their type. */
function valuesMethod(): Code {
  const all = applied("ColumnsRow", "R", "A");
  const row = applied("ValuesRow", "A", "P");
  const summary = `Rows as plain objects: of these fields and expressions, or of every column.${chainExamples["values"] ?? ""}`;
  return code`${doc(summary)}values(): ${queryset(all, all, A)};
  values<const P extends readonly unknown[]>(
    ...fields: ${applied("ValuesFields", "R", "A", "P")}
  ): ${queryset(row, row, code`${runtimeType("ValuesScope")}<A, P>`)};
  values(...fields: readonly unknown[]): never {
    return ${runtime("chain")}.values(this, fields) as never;
  }`;
}

/** Rows as arrays, or, flat, as bare values. */
function valuesListMethod(): Code {
  const flat = applied("ListValue", "A", "P");
  const tuple = applied("ListRow", "A", "P");
  const summary = `Rows as arrays of these fields and expressions; with \`flat\`, the bare values of one.${chainExamples["valuesList"] ?? ""}`;
  return code`${doc(summary)}valuesList<const P extends readonly unknown[]>(
    ...fields: ${applied("ListFields", "A", "P")}
  ): ${queryset(tuple, tuple, A)};
  valuesList<const P extends ${applied("ListField", "A")}>(
    field: ${applied("ListItem", "A", "P")},
    options: { readonly flat: true },
  ): ${queryset(flat, flat, A)};
  valuesList(...fields: readonly unknown[]): never {
    return ${runtime("chain")}.valuesList(this, fields) as never;
  }`;
}

/** Overloaded: a default for `P` would be all that an editor offers as a path. */
function selectRelated(both: (row: (of: string) => Code) => Code, selected: Code): Code {
  const required = both(
    (row) => code`${runtimeType("Load")}<${MODEL}, ${verbatim(row)}, ${applied("RequiredRelation")}>`,
  );
  const summary = `Fetches relations to one row in the same query; without a path, those that must exist; null clears.${chainExamples["selectRelated"] ?? ""}`;
  return code`${doc(summary)}selectRelated(): ${required};
  selectRelated<const P extends ${applied("SingleRelation")} | (string & {}) | null>(...paths: ${applied("RelatedPaths", "P", "A")}): ${selected};
  selectRelated(...paths: readonly unknown[]): never {
    return ${runtime("chain")}.selectRelated(this, paths) as never;
  }`;
}
