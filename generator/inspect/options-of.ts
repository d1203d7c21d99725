import type { CatalogueTable } from "../migrate/catalogue/catalogue.js";
import { parseCheck, parseExclude, parseIndex, parseUnique } from "../migrate/catalogue/parse-definition.js";
import type { CheckState, ExcludeState, UniqueState } from "../migrate/state/state.js";
import { primaryKeyName, snakeCase, uniqueName } from "../schema/naming/names.js";
import { optionsText } from "./column-call.js";
import { indexCall, keyText } from "./index-call.js";
import { isPlainComment } from "./plain-comment.js";

export interface OptionsInput {
  readonly model: string;
  /** Fields by their columns. */
  readonly fields: ReadonlyMap<string, string>;
  /** Indexes and constraints that fields say already. */
  readonly said: ReadonlySet<string>;
}

/** What `static options` of a table's model says, an entry each. */
export function optionsOf(table: CatalogueTable, { model, fields, said: known }: OptionsInput): string[] {
  const { name, comment, constraints, indexes } = table;
  const field = (column: string): string => fields.get(column) ?? column;
  const key = constraints.find(({ kind }) => kind === "primaryKey");
  const listed = indexes
    .flatMap((index) => parseIndex(index) ?? [])
    .filter((index) => !known.has(index.name))
    .map((index) => indexCall(name, index, field));
  const uniques = constraints
    .filter(({ kind }) => kind === "unique")
    .flatMap((constraint) => parseUnique(constraint) ?? [])
    .filter((unique) => !known.has(unique.name))
    .map((unique) => uniqueCall(name, unique, field));
  const checks = constraints
    .filter(({ kind }) => kind === "check")
    .flatMap((constraint) => parseCheck(constraint) ?? [])
    .map(checkCall);
  const excludes = constraints
    .filter(({ kind }) => kind === "exclude")
    .flatMap((constraint) => parseExclude(constraint) ?? [])
    .map((exclude) => excludeCall(exclude, field));
  const said = [...uniques, ...checks, ...excludes];
  return [
    ...(snakeCase(model) === name ? [] : [`table: ${JSON.stringify(name)}`]),
    ...(table.schema === "public" ? [] : [`schema: ${JSON.stringify(table.schema)}`]),
    ...(comment === null || isPlainComment(comment) ? [] : [`comment: ${JSON.stringify(comment)}`]),
    ...(table.partitionBy === null ? [] : [`partitionBy: ${JSON.stringify(table.partitionBy)}`]),
    ...keyOption(name, key, field),
    ...(listed.length === 0 ? [] : [`indexes: [${listed.join(", ")}]`]),
    ...(said.length === 0 ? [] : [`constraints: [${said.join(", ")}]`]),
  ];
}

function keyOption(
  table: string,
  key: CatalogueTable["constraints"][number] | undefined,
  field: (column: string) => string,
): string[] {
  if (key === undefined) return ["primaryKey: []"];
  const fields = JSON.stringify(key.columns.map(field));
  if (key.name !== primaryKeyName(table))
    return [`primaryKey: { fields: ${fields}, name: ${JSON.stringify(key.name)} }`];
  return key.columns.length < 2 ? [] : [`primaryKey: ${fields}`];
}

function uniqueCall(
  table: string,
  { name, columns, nullsNotDistinct, deferrable, include }: UniqueState,
  field: (column: string) => string,
): string {
  const options = {
    ...(name !== uniqueName(table, columns) && { name }),
    ...(nullsNotDistinct && { nullsNotDistinct }),
    ...(deferrable !== false && { deferrable }),
    ...(include && { include: include.map(field) }),
  };
  return `unique(${[...columns.map((column) => JSON.stringify(field(column))), ...optionsText(options)].join(", ")})`;
}

function checkCall({ name, sql, notValid }: CheckState): string {
  const options = optionsText({ ...(notValid === true && { validated: false }) });
  return `check(${[JSON.stringify(name), JSON.stringify(sql), ...options].join(", ")})`;
}

function excludeCall(
  { name, using, parts, where, include, deferrable }: ExcludeState,
  field: (column: string) => string,
): string {
  const pairs = parts.map(({ key, operator }) => `[${keyText(key, field)}, ${JSON.stringify(operator)}]`);
  const options = optionsText({
    ...(using !== "gist" && { using }),
    ...(where !== null && { where }),
    ...(include.length > 0 && { include: include.map(field) }),
    ...(deferrable !== false && { deferrable }),
  });
  return `exclude(${[JSON.stringify(name), `[${pairs.join(", ")}]`, ...options].join(", ")})`;
}
