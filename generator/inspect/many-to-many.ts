import type { Catalogue, CatalogueTable } from "../migrate/catalogue/catalogue.js";
import { keyOf } from "../migrate/catalogue/compare.js";
import { parseIndex } from "../migrate/catalogue/parse-definition.js";
import { lowerCamel, upperFirst } from "../schema/naming/names.js";
import type { InspectedModel } from "./model-of.js";
import { fieldName, freeName } from "./names.js";
import { isSoleKey, isUnique, referenceOf } from "./reference-call.js";

/** A table that holds nothing but which rows of one table belong to which of another. */
interface Join {
  readonly model: string;
  readonly owner: string;
  readonly target: string;
  /** `tags` of a table `product_tags`; empty where its name says nothing. */
  readonly stem: string;
}

/** The models, with a relation to many where a table only says which rows belong together. */
export function withManyToMany(
  models: readonly InspectedModel[],
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): InspectedModel[] {
  const all = new Map(models.map((model) => [model.name, model]));
  const reverse = new Map<string, string[]>();
  for (const { model, owner, target, stem } of catalogue.tables.flatMap(
    (table) => joinOf(table, catalogue, names) ?? [],
  )) {
    const [from, to] = [all.get(owner), all.get(target)];
    if (!from || !to) continue;
    const name = freeName(
      fieldName(stem === "" ? `${lowerCamel(target)}s` : stem),
      taken(from, reverse.get(owner)),
    );
    const others = taken(to, reverse.get(target));
    const plural = fieldName(`${lowerCamel(owner)}s`);
    const relatedName = freeName(others.has(plural) ? `${plural}By${upperFirst(name)}` : plural, others);
    reverse.set(target, [...(reverse.get(target) ?? []), relatedName]);
    const print = (reverseName: string): string =>
      `fields.manyToMany(() => ${target}, { through: () => ${model}, relatedName: ${JSON.stringify(reverseName)} })`;
    const relation = { target, toOne: false, relatedName, print };
    all.set(owner, {
      ...from,
      fields: [...from.fields, { name, comment: null, code: print(relatedName), relation }],
      refers: [...new Set([...from.refers, target, model])],
    });
  }
  return [...all.values()];
}

function taken({ fields }: InspectedModel, others: readonly string[] = []): Set<string> {
  return new Set([...fields.flatMap(({ name }) => [name, `${name}Id`]), ...others]);
}

function joinOf(
  table: CatalogueTable,
  catalogue: Catalogue,
  names: ReadonlyMap<string, string>,
): Join | null {
  const model = names.get(keyOf(table.schema, table.name));
  if (model === undefined || table.partitionBy !== null) return null;
  const ends = table.columns.flatMap((column) => {
    const { target } = referenceOf(column, table, catalogue, names) ?? {};
    const other = catalogue.tables.find(
      ({ schema, name }) => schema === target?.schema && name === target.table,
    );
    const [key = ""] = target?.columns ?? [];
    return other !== undefined && isSoleKey(key, other) && !column.null
      ? [{ column: column.name, other }]
      : [];
  });
  const [from, to] = ends;
  if (ends.length !== 2 || !from || !to || from.other === to.other) return null;
  const rest = table.columns.filter(({ name }) => name !== from.column && name !== to.column);
  if (!rest.every(({ name, identity, default: value }) => isSoleKey(name, table) && (identity ?? value)))
    return null;
  const pair = [from.column, to.column];
  if (!isUnique(table, pair) && !hasUniqueIndex(table, pair)) return null;
  const nameOf = ({ schema, name }: CatalogueTable): string => names.get(keyOf(schema, name)) ?? "";
  const begin = `${from.other.name}_`;
  const stem = table.name.startsWith(begin) ? table.name.slice(begin.length) : "";
  const many = stem === "" || stem.endsWith("s") ? stem : `${stem}s`;
  return { model, owner: nameOf(from.other), target: nameOf(to.other), stem: many };
}

/** As Prisma made them before its version 6: a unique index, and no key. */
function hasUniqueIndex({ indexes }: CatalogueTable, names: readonly string[]): boolean {
  return indexes.some((index) => {
    const parsed = index.valid ? parseIndex(index) : null;
    return (
      parsed !== null &&
      parsed.unique &&
      parsed.where === null &&
      parsed.columns.length === names.length &&
      parsed.columns.every(({ name }) => name !== null && names.includes(name))
    );
  });
}
