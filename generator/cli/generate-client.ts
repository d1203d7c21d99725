import type { Settings } from "../config/settings.js";
import type { EmitResult } from "../emit/emit.js";
import type { Diagnostic } from "../schema/diagnostic.js";
import type { Schema } from "../schema/schema.js";
import { readSchema } from "./read-schema.js";

export interface GenerateOptions {
  readonly check?: boolean;
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

export type Generated =
  | (EmitResult & { readonly schema: Schema; readonly diagnostics: readonly [] })
  | { readonly schema: null; readonly diagnostics: readonly Diagnostic[] };

/** Models in, client out; with mistakes in the models, nothing is written. */
export async function generateClient(settings: Settings, options: GenerateOptions = {}): Promise<Generated> {
  const read = await readSchema(settings);
  if (read.schema === null) return read;
  const { renderClient } = await import("../../templates/render-client.js");
  const { emitFiles } = await import("../emit/emit.js");
  const files = renderClient(read.schema, settings);
  const { check = false, force = false, signal } = options;
  const result = await emitFiles(files, { output: settings.output, check, force, ...(signal && { signal }) });
  return { ...read, ...result };
}
