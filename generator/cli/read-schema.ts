import { readFileSync } from "node:fs";
import { hashOf } from "../emit/manifest.js";
import type { Settings } from "../config/settings.js";
import type { Diagnostic } from "../schema/diagnostic.js";
import type { Schema } from "../schema/schema.js";
import { findModelFiles } from "./find-model-files.js";

export type ReadSchema =
  | { readonly schema: Schema; readonly diagnostics: readonly [] }
  | { readonly schema: null; readonly diagnostics: readonly Diagnostic[] };

/** The user's models, or their mistakes; notes in `inputs` what it reads. Throws `CommandFailed` where there is no model file. */
export async function readSchema(
  settings: Settings,
  inputs?: Map<string, string | null>,
): Promise<ReadSchema> {
  const files = await findModelFiles(settings);
  const { loadSchema } = await import("../read/load-schema.js");
  const { schema, diagnostics } = loadSchema({
    ...{ root: settings.root, files, output: settings.output, schema: settings.schema },
    extensions: settings.extensions,
    ...(inputs && { read: (file: string) => noted(file, inputs) }),
  });
  if (schema === null || diagnostics.length > 0) return { schema: null, diagnostics };
  return { schema, diagnostics: [] };
}

function noted(file: string, inputs: Map<string, string | null>): string {
  inputs.set(file, null);
  const text = readFileSync(file, "utf8");
  inputs.set(file, hashOf(text));
  return text;
}
