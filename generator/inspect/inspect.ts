import type { Catalogue, CatalogueTable } from "../migrate/catalogue/catalogue.js";
import { keyOf } from "../migrate/catalogue/compare.js";
import { kebabCase } from "../schema/naming/names.js";
import { withManyToMany } from "./many-to-many.js";
import { modelOf, type InspectedModel } from "./model-of.js";
import { freeName, modelName } from "./names.js";
import { withReverseNames } from "./reverse-names.js";

export interface Inspected {
  readonly models: readonly InspectedModel[];
  /** Tables that no model can be made of, with the reason. */
  readonly left: readonly string[];
}

/** The models of a database's tables. */
export function inspect(catalogue: Catalogue, only?: readonly string[]): Inspected {
  const left: string[] = [];
  const wanted = catalogue.tables.filter(({ schema, name }) => only?.includes(keyOf(schema, name)) ?? true);
  const tables = wanted.filter((table) => {
    const reason = unsayable(table);
    if (reason !== null) left.push(`table ${keyOf(table.schema, table.name)}: ${reason}`);
    return reason === null;
  });
  const names = new Map<string, string>();
  for (const { schema, name } of tables)
    names.set(keyOf(schema, name), freeName(modelName(name), new Set(names.values())));
  const models = tables.map((table) => modelOf(table, catalogue, names));
  return { models: withReverseNames(withManyToMany(models, catalogue, names)), left };
}

function unsayable({ kind, partitionOf }: CatalogueTable): string | null {
  if (kind === "foreign") return "it is a foreign table";
  return partitionOf === null ? null : `it is a partition of ${keyOf(partitionOf.schema, partitionOf.table)}`;
}

/** The model files, by path. */
export function printModels(models: readonly InspectedModel[]): Map<string, string> {
  return new Map(
    models.map((model) => {
      const others = model.refers.filter((name) => name !== model.name).sort();
      const imports = others.map((name) => `import { ${name} } from "./${kebabCase(name)}.js";`);
      const head = [`import { ${importsOf([model]).join(", ")} } from "ormgen";`, ...imports].join("\n");
      return [`${kebabCase(model.name)}.ts`, `${head}\n\n${printModel(model)}`];
    }),
  );
}

/** All models as one file. */
export function printTogether(models: readonly InspectedModel[]): string {
  const head = `import { ${importsOf(models).join(", ")} } from "ormgen";`;
  return [head, ...models.map(printModel)].join("\n\n");
}

function importsOf(models: readonly InspectedModel[]): string[] {
  const text = models.flatMap(({ options }) => options).join("\n");
  const used = ["check", "exclude", "index", "sql", "unique"].filter((name) =>
    new RegExp(`\\b${name}\\(`, "u").test(text),
  );
  return ["Model", ...[...used, "fields"].sort()];
}

function printModel({ name, comment, fields, options }: InspectedModel): string {
  const lines = fields.flatMap((field) => [
    ...(field.comment === null ? [] : [`  /** ${field.comment} */`]),
    `  ${field.name} = ${field.code};`,
  ]);
  const statics =
    options.length === 0
      ? []
      : ["", "  static options = {", ...options.map((each) => `    ${each},`), "  };"];
  const doc = comment === null ? "" : `/** ${comment} */\n`;
  return `${doc}export class ${name} extends Model {\n${[...lines, ...statics].join("\n")}\n}\n`;
}
