import { code, doc, type Code, type Printable } from "../generator/emit/code.js";
import { orderGeneric, orderParameter, signature, type ModelTypes } from "./parameters.js";
import { runtime, runtimeType } from "./runtime.js";
import { lazyType, type Scope } from "./scope.js";

/** The methods that give a queryset again: they have no pair, since they ask nothing of the database. */
export function chainMethods({ model, plan }: Scope, types: ModelTypes): Code[] {
  const name = `${model.name}QuerySet`;
  const chain = runtime("chain");
  const same = code`${name}<R, L, A>`;
  const lazy = plan.settings.lazy === "sync";
  const method = (
    summary: string,
    head: Code,
    gives: Code,
    call: Printable,
  ) => code`${doc(summary)}${head}: ${gives} {
    return ${chain}.${call} as never;
  }`;
  const { generics, parameters } = signature(
    { name: "filter", operation: "filter", parameters: ["conditions"], result: "nothing", summary: "" },
    types,
  );
  const M = types.type;
  const subselect = runtimeType("Subselect");
  const columns = code`<const P extends ${runtimeType("ValueName")}<${M}, object>>(...fields: ${runtimeType("ValuePaths")}<${M}, P>)`;
  const narrowed = (type: "OnlyRow" | "DeferRow") =>
    code`${name}<${runtimeType(type)}<${M}, R, P>, ${lazy ? code`L` : code`${runtimeType(type)}<${M}, L, P>`}, A>`;
  const prefetched = (row: string, plain: Printable) =>
    code`${runtimeType("Prefetched")}<${M}, ${row}, ${plain}, A, P>`;
  const added = code`${runtimeType("Annotations")}<E>`;
  const expressions = {
    generics: code`<const E extends ${runtimeType("NamedExpressions")}>`,
    parameter: code`expressions: ${runtimeType("Naming")}<${M}, R, A, E>`,
  };
  return [
    method(
      "The same rows; update() and delete() may then touch them all.",
      code`all()`,
      same,
      code`all(this)`,
    ),
    method("No rows: no query is made.", code`none()`, same, code`none(this)`),
    method(
      "The rows that meet the conditions.",
      code`filter${generics}(${parameters})`,
      same,
      code`filter(this, conditions)`,
    ),
    method(
      "The rows that do not meet the conditions.",
      code`exclude${generics}(${parameters})`,
      same,
      code`exclude(this, conditions)`,
    ),
    method(
      "Orders the rows; without a term, in no promised order.",
      code`orderBy<${orderGeneric}>(${orderParameter(types)})`,
      same,
      code`orderBy(this, fields)`,
    ),
    method("The same rows the other way round.", code`reverse()`, same, code`reverse(this)`),
    method(
      "Each row once; with fields, the first row of each of their values, which the order begins with.",
      code`distinct<${orderGeneric}>(${orderParameter(types)})`,
      same,
      code`distinct(this, fields)`,
    ),
    method(
      "The rows of all querysets, each once unless `all`.",
      code`union(...others: readonly (${subselect} | { readonly all?: boolean })[])`,
      same,
      code`union(this, others)`,
    ),
    method(
      "The rows that are in every queryset.",
      code`intersection(...others: readonly ${subselect}[])`,
      same,
      code`intersection(this, others)`,
    ),
    method(
      "The rows of this queryset that are in none of the others.",
      code`difference(...others: readonly ${subselect}[])`,
      same,
      code`difference(this, others)`,
    ),
    method(
      "Locks the rows until the transaction ends.",
      code`selectForUpdate(options: ${runtimeType("LockOptions")}<${runtimeType("LockPath")}<${M}>> = {})`,
      same,
      code`selectForUpdate(this, options)`,
    ),
    method(
      "The distinct dates of a field, cut to a unit.",
      code`dates(field: ${runtimeType("ColumnsOfKind")}<${M}, "date">, unit: "year" | "quarter" | "month" | "week" | "day", options: { readonly order?: "asc" | "desc" } = {})`,
      code`${name}<string, string, A>`,
      code`dates(this, field, unit, options)`,
    ),
    method(
      "The distinct times of a field, cut to a unit in the configured time zone.",
      code`datetimes(field: ${runtimeType("ColumnsOfKind")}<${M}, "timestamp">, unit: "year" | "quarter" | "month" | "week" | "day" | "hour" | "minute" | "second", options: { readonly order?: "asc" | "desc" } = {})`,
      code`${name}<Date, Date, A>`,
      code`dates(this, field, unit, options, "timestamp")`,
    ),
    method("At most so many rows.", code`limit(rows: number)`, same, code`limit(this, rows)`),
    method("Without so many rows at the start.", code`offset(rows: number)`, same, code`offset(this, rows)`),
    selectRelated({ model, plan }, types),
    method(
      "Loads relations of any kind, one query a relation.",
      code`prefetchRelated<const P extends readonly unknown[]>(...paths: ${runtimeType("PrefetchFields")}<${M}, P>)`,
      code`${name}<${prefetched("R", model.name)}, ${prefetched("L", lazyType({ model, plan }))}, A>`,
      code`prefetchRelated(this, paths)`,
    ),
    method(
      "Rows fetched together load a relation together: one query for the same relation of all of them.",
      code`fetchPeers()`,
      same,
      code`fetchPeers(this)`,
    ),
    method(
      "Fetches these columns alone, with the primary key.",
      code`only${columns}`,
      narrowed("OnlyRow"),
      code`only(this, fields)`,
    ),
    method(
      "Fetches all columns but these.",
      code`defer${columns}`,
      narrowed("DeferRow"),
      code`defer(this, fields)`,
    ),
    method(
      "Adds computed values to the rows, under names that later conditions and orderings know.",
      code`annotate${expressions.generics}(${expressions.parameter})`,
      code`${name}<R & ${added}, L & ${added}, A & ${added}>`,
      code`annotate(this, expressions)`,
    ),
    method(
      "Names expressions for later conditions and orderings without fetching them.",
      code`alias${expressions.generics}(${expressions.parameter})`,
      code`${name}<R, L, A & ${added}>`,
      code`alias(this, expressions)`,
    ),
    valuesMethod(name, types),
    valuesListMethod(name, types),
    method(
      "The same rows from another connection.",
      code`using(connection: string)`,
      same,
      code`using(this, connection)`,
    ),
  ];
}

/** Rows as plain objects; what is named decides their type. */
function valuesMethod(name: string, { type }: ModelTypes): Code {
  const row = code`${runtimeType("ValuesRow")}<${type}, A, P>`;
  const all = code`${runtimeType("ColumnsRow")}<${type}, R, A>`;
  return code`${doc("Rows as plain objects: of these fields and expressions, or of every column.")}values(): ${name}<${all}, ${all}, A>;
  values<const P extends readonly unknown[]>(
    ...fields: ${runtimeType("ValuesFields")}<${type}, R, A, P>
  ): ${name}<${row}, ${row}, ${runtimeType("ValuesScope")}<A, P>>;
  values(...fields: readonly unknown[]): never {
    return ${runtime("chain")}.values(this, fields) as never;
  }`;
}

/** Rows as arrays, or, flat, as bare values. */
function valuesListMethod(name: string, { type }: ModelTypes): Code {
  const flat = code`${runtimeType("ListValue")}<${type}, A, P>`;
  const tuple = code`${runtimeType("ListRow")}<${type}, A, P>`;
  const field = code`${runtimeType("ListField")}<${type}, A>`;
  return code`${doc("Rows as arrays of these fields and expressions; with `flat`, the bare values of one.")}valuesList<const P extends readonly unknown[]>(
    ...fields: ${runtimeType("ListFields")}<${type}, A, P>
  ): ${name}<${tuple}, ${tuple}, A>;
  valuesList<const P extends ${field}>(
    field: ${runtimeType("ListItem")}<${type}, A, P>,
    options: { readonly flat: true },
  ): ${name}<${flat}, ${flat}, A>;
  valuesList(...fields: readonly unknown[]): never {
    return ${runtime("chain")}.valuesList(this, fields) as never;
  }`;
}

/** Overloaded: a default for `P` would be all that an editor offers as a path. */
function selectRelated({ model, plan }: Scope, { type }: ModelTypes): Code {
  const gives = (rowType: string, paths: Code) => {
    const row = (of: string) => code`${runtimeType(rowType)}<${type}, ${of}, ${paths}>`;
    return code`${`${model.name}QuerySet`}<${row("R")}, ${plan.settings.lazy === "sync" ? "L" : row("L")}, A>`;
  };
  return code`${doc("Fetches relations to one row in the same query; without a path, those that must exist; null clears.")}selectRelated(): ${gives("Load", code`${runtimeType("RequiredRelation")}<${type}>`)};
  selectRelated<const P extends ${runtimeType("SingleRelation")}<${type}> | (string & {}) | null>(...paths: ${runtimeType("RelatedPaths")}<${type}, P>): ${gives("Selected", code`P`)};
  selectRelated(...paths: readonly unknown[]): never {
    return ${runtime("chain")}.selectRelated(this, paths) as never;
  }`;
}
