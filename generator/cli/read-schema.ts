import { readFileSync } from "node:fs";
import { hashOf } from "../emit/manifest.js";
import type { Settings } from "../config/settings.js";
import type { Diagnostic } from "../schema/diagnostic.js";
import type { Schema } from "../schema/schema.js";
import { findModelFiles } from "./find-model-files.js";

/** What a schema was read from. */
export interface Inputs {
  readonly modelFiles: readonly string[];
  /** Of every file, by its absolute path; null where an import was looked for and nothing was there. */
  readonly hashes: ReadonlyMap<string, string | null>;
}

export type ReadSchema =
  | { readonly schema: Schema; readonly inputs: Inputs; readonly diagnostics: readonly [] }
  | { readonly schema: null; readonly diagnostics: readonly Diagnostic[] };

/** The user's models, or their mistakes; throws `CommandFailed` where there is no model file. */
export async function readSchema(settings: Settings): Promise<ReadSchema> {
  const files = await findModelFiles(settings);
  const hashes = new Map<string, string | null>();
  const { loadSchema } = await import("../read/load-schema.js");
  const { schema, diagnostics } = loadSchema({
    ...{ root: settings.root, files, output: settings.output, schema: settings.schema },
    extensions: settings.extensions,
    read: (file) => noted(file, hashes),
  });
  if (schema === null || diagnostics.length > 0) return { schema: null, diagnostics };
  return { schema, inputs: { modelFiles: files, hashes }, diagnostics: [] };
}

function noted(file: string, hashes: Map<string, string | null>): string {
  hashes.set(file, null);
  const text = readFileSync(file, "utf8");
  hashes.set(file, hashOf(text));
  return text;
}
