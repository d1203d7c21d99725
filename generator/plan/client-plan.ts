import path from "node:path";
import type { Settings } from "../config/settings.js";
import type {
  Column,
  ForeignKey,
  ManyToMany,
  Model,
  Reference,
  ReverseRelation,
  Schema,
} from "../schema/schema.js";
import { derivedNames } from "../schema/naming/reserved-words.js";
import { importPath, modelFiles } from "./file-names.js";
import { pairNames, type PairNames } from "./pair-names.js";

/** What the templates of one client share: the schema, the settings, and how things are named and imported. */
export interface ClientPlan {
  readonly schema: Schema;
  readonly settings: Settings;
  readonly names: (method: string) => PairNames;
  /** By name; throws for a name that is no model, which the schema's passes have ruled out. */
  readonly model: (name: string) => Model;
  /** A name for a type parameter: one that no model, and nothing carried from a model file, has. */
  readonly free: (name: string) => string;
  /** The file of a model, below the output folder. */
  readonly modelFile: (name: string) => string;
  /** How a file of the client imports a model's file. */
  readonly modelPath: (name: string) => string;
  /** How a file of the client imports one of its fellows: `client.ts`. */
  readonly filePath: (file: string) => string;
  /** How a file of the client imports a file given from the project's root. */
  readonly projectPath: (file: string) => string;
  /** The folder of the embedded database, from the project's root: no path of a machine stands in a client. */
  readonly embedded: string;
  /** How the config is found again from a folder above the client, wherever that is built to; null where there is none. */
  readonly config: string | null;
}

export function clientPlan(schema: Schema, settings: Settings): ClientPlan {
  const models = new Map(schema.models.map((model) => [model.name, model]));
  const model = (name: string): Model => {
    const found = models.get(name);
    if (!found) throw new TypeError(`no model "${name}" in the schema`);
    return found;
  };
  const files = modelFiles(schema.models.filter((each) => !each.auto).map(({ name }) => name));
  const modelFile = (name: string): string => {
    const file = files.get(name);
    if (file === undefined) throw new TypeError(`the model "${name}" has no file of its own`);
    return file;
  };
  const output = path.relative(settings.root, settings.output).split(path.sep).join("/");
  return {
    schema,
    settings,
    embedded: path.relative(settings.root, settings.embedded).split(path.sep).join("/"),
    config: settings.file === null ? null : fromCommonFolder(settings.file, settings.output),
    names: pairNames(settings.pairs),
    model,
    free: freeNames(schema),
    modelFile,
    modelPath: (name) => importPath(modelFile(name), settings),
    filePath: (file) => importPath(file, settings),
    projectPath: (file) => {
      const relative = path.posix.relative(output, file);
      return relative.startsWith(".") ? relative : `./${relative}`;
    },
  };
}

/** `config/ormgen.config.ts` for that file and a client in `generated`: from the folder that both are in. */
function fromCommonFolder(file: string, output: string): string {
  let folder = output;
  while (path.relative(folder, file).startsWith("..") && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return path.relative(folder, file).split(path.sep).join("/");
}

function freeNames({ models }: Schema): (name: string) => string {
  const taken = new Set(
    models.flatMap(({ name, carried }) => [name, ...derivedNames(name), ...(carried.names ?? [])]),
  );
  return (name) => {
    let free = name;
    while (taken.has(free)) free += "_";
    return free;
  };
}

export function columnsOf(model: Model): (Column | ForeignKey)[] {
  return model.fields.filter((field) => field.kind === "column" || field.kind === "foreignKey");
}

/** The fields that are unique together, whatever the row. */
export function uniqueTogether(model: Model): (readonly string[])[] {
  return model.constraints.flatMap((each) =>
    each.kind === "unique" && each.where === null ? [each.fields] : [],
  );
}

/** What is unique where a condition in SQL holds: constraints, and unique indexes. */
export function partlyUnique(
  model: Model,
): { readonly name: string; readonly fields: readonly string[]; readonly where: string }[] {
  const constraints = model.constraints.flatMap((each) =>
    each.kind === "unique" && each.where !== null ? [{ ...each, where: each.where }] : [],
  );
  const indexes = model.indexes.flatMap(({ name, fields, unique, where }) =>
    // validate() asks for fields alone.
    unique && where !== null && fields.every(({ field }) => field !== null)
      ? [{ name, fields: fields.flatMap(({ field }) => field ?? []), where }]
      : [],
  );
  return [...constraints, ...indexes].map(({ name, fields, where }) => ({ name, fields, where }));
}

/** CHECK constraints, in SQL. */
export function checksOf(model: Model): { readonly name: string; readonly sql: string }[] {
  return model.constraints.flatMap((each) =>
    each.kind === "check" ? [{ name: each.name, sql: each.sql }] : [],
  );
}

/** The property of an instance that holds a column's value: `authorId` for the foreign key `author`. */
export function attributeOf(field: Column | ForeignKey): string {
  return field.kind === "foreignKey" ? field.attribute : field.name;
}

export function foreignKeysOf(model: Model): ForeignKey[] {
  return model.fields.filter((field) => field.kind === "foreignKey");
}

/** Relations over columns that are fields themselves. */
export function referencesOf(model: Model): Reference[] {
  return model.fields.filter((field) => field.kind === "reference");
}

export function manyToManysOf(model: Model): ManyToMany[] {
  return model.fields.filter((field) => field.kind === "manyToMany");
}

/** Reverse relations that an instance shows. */
export function visibleReverse(
  model: Model,
): (ReverseRelation & { readonly name: string; readonly queryName: string })[] {
  return model.reverse.flatMap((reverse) =>
    reverse.name !== null && reverse.queryName !== null
      ? [{ ...reverse, name: reverse.name, queryName: reverse.queryName }]
      : [],
  );
}

/** Models behind a many-to-many without `through` belong to the model that declares it. */
export function autoThroughOf(schema: Schema, model: Model): Model[] {
  const names = new Set(manyToManysOf(model).map((field) => field.through));
  return schema.models.filter((each) => each.auto && names.has(each.name));
}
