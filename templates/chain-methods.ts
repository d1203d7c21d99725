import { code, doc, type Code, type Printable } from "../generator/emit/code.js";
import { orderGeneric, orderParameter, signature, type ModelTypes } from "./parameters.js";
import { runtime, runtimeType } from "./runtime.js";
import type { Scope } from "./scope.js";

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
  const related = code`${name}<${runtimeType("Load")}<${M}, R, P>, ${lazy ? code`L` : code`${runtimeType("Load")}<${M}, L, P>`}, A>`;
  const columnList = code`...fields: readonly P[]`;
  const column = code`P extends keyof ${M}["columns"] & string`;
  const narrowed = (keep: Code) =>
    code`${name}<${runtimeType("Keep")}<${M}, R, ${keep}>, ${lazy ? code`L` : code`${runtimeType("Keep")}<${M}, L, ${keep}>`}, A>`;
  const valuesRow = code`${runtimeType("ValuesRow")}<${M}, P>`;
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
      code`filter(this, [where, ...more])`,
    ),
    method(
      "The rows that do not meet the conditions.",
      code`exclude${generics}(${parameters})`,
      same,
      code`exclude(this, [where, ...more])`,
    ),
    method(
      "Orders the rows; without a term, in no promised order.",
      code`orderBy<${orderGeneric(types)}>(${orderParameter(types)})`,
      same,
      code`orderBy(this, fields)`,
    ),
    method("The same rows the other way round.", code`reverse()`, same, code`reverse(this)`),
    method("Each row once.", code`distinct()`, same, code`distinct(this)`),
    method("At most so many rows.", code`limit(rows: number)`, same, code`limit(this, rows)`),
    method("Without so many rows at the start.", code`offset(rows: number)`, same, code`offset(this, rows)`),
    method(
      "Fetches relations to one row in the same query.",
      code`selectRelated<const P extends ${runtimeType("SingleRelation")}<${M}> | (string & {})>(...paths: readonly (P & ${runtimeType("RelatedPath")}<${M}, P>)[])`,
      related,
      code`selectRelated(this, paths)`,
    ),
    method(
      "Fetches these columns alone, with the primary key.",
      code`only<${column}>(${columnList})`,
      narrowed(code`P | ${runtimeType("KeyColumns")}<${M}>`),
      code`only(this, fields)`,
    ),
    method(
      "Fetches all columns but these.",
      code`defer<${column}>(${columnList})`,
      narrowed(code`Exclude<keyof ${M}["columns"] & string, P>`),
      code`defer(this, fields)`,
    ),
    method(
      "Rows as plain objects: of these fields, or of every column.",
      code`values<const P extends string = keyof ${M}["columns"] & string>(...fields: readonly (P & ${runtimeType("ValuePath")}<${M}, P>)[])`,
      code`${name}<${valuesRow}, ${valuesRow}, A>`,
      code`values(this, fields)`,
    ),
    method(
      "The same rows from another connection.",
      code`using(connection: string)`,
      same,
      code`using(this, connection)`,
    ),
  ];
}
