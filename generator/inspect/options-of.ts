import type { CatalogueTable } from "../migrate/catalogue/catalogue.js";
import { parseCheck, parseIndex, parseUnique } from "../migrate/catalogue/parse-definition.js";
import type { UniqueState } from "../migrate/state/state.js";
import { primaryKeyName, snakeCase, uniqueName } from "../schema/names.js";
import { optionsText } from "./column-call.js";
import { indexCall } from "./index-call.js";
import { isPlainComment } from "./plain-comment.js";

export interface OptionsInput {
  readonly model: string;
  /** Fields by their columns. */
  readonly fields: ReadonlyMap<string, string>;
  /** Indexes and constraints that fields say already. */
  readonly said: ReadonlySet<string>;
}

/** What `static options` of a table's model says, an entry each. */
export function optionsOf(table: CatalogueTable, { model, fields, said }: OptionsInput): string[] {
  const { name, comment, constraints, indexes } = table;
  const field = (column: string): string => fields.get(column) ?? column;
  const key = constraints.find(({ kind }) => kind === "primaryKey");
  const listed = indexes
    .flatMap((index) => parseIndex(index) ?? [])
    .filter((index) => !said.has(index.name))
    .map((index) => indexCall(name, index, field));
  const uniques = constraints
    .filter(({ kind }) => kind === "unique")
    .flatMap((constraint) => parseUnique(constraint) ?? [])
    .filter((unique) => !said.has(unique.name))
    .map((unique) => uniqueCall(name, unique, field));
  const checks = constraints
    .filter(({ kind }) => kind === "check")
    .flatMap((constraint) => parseCheck(constraint) ?? [])
    .map((check) => `check(${JSON.stringify(check.name)}, ${JSON.stringify(check.sql)})`);
  return [
    ...(snakeCase(model) === name ? [] : [`table: ${JSON.stringify(name)}`]),
    ...(table.schema === "public" ? [] : [`schema: ${JSON.stringify(table.schema)}`]),
    ...(comment === null || isPlainComment(comment) ? [] : [`comment: ${JSON.stringify(comment)}`]),
    ...keyOption(name, key, field),
    ...(listed.length === 0 ? [] : [`indexes: [${listed.join(", ")}]`]),
    ...(uniques.length + checks.length === 0 ? [] : [`constraints: [${[...uniques, ...checks].join(", ")}]`]),
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
  { name, columns, nullsNotDistinct, deferrable }: UniqueState,
  field: (column: string) => string,
): string {
  const options = {
    ...(name !== uniqueName(table, columns) && { name }),
    ...(nullsNotDistinct && { nullsNotDistinct }),
    ...(deferrable && { deferrable }),
  };
  return `unique(${[...columns.map((column) => JSON.stringify(field(column))), ...optionsText(options)].join(", ")})`;
}
