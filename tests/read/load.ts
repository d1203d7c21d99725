import path from "node:path";
import { loadSchema, type LoadedSchema } from "../../generator/read/index.js";
import type { Model } from "../../generator/schema/schema.js";

const root = path.resolve("/project");

/** Reads model files that stand in memory: those under `models/` are the model files. */
export function load(files: Readonly<Record<string, string>>): LoadedSchema {
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.join(root, name), text]));
  return loadSchema({
    root,
    files: [...texts.keys()].filter((file) => file.startsWith(path.join(root, "models"))),
    read(file) {
      const text = texts.get(file);
      if (text === undefined) throw new Error("not there");
      return text;
    },
  });
}

/** A model of files that are right. */
export function modelOf(name: string, files: Readonly<Record<string, string>>): Model {
  const { schema, diagnostics } = load(files);
  const model = schema?.models.find((model) => model.name === name);
  if (!model) throw new Error(`no model ${name}: ${JSON.stringify(diagnostics)}`);
  return model;
}

/** The messages about files that are wrong. */
export function messagesOf(files: Readonly<Record<string, string>>): readonly string[] {
  return load(files).diagnostics.map(({ code, message }) => `${code} ${message}`);
}
