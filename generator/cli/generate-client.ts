import type { Settings } from "../config/settings.js";
import type { EmitResult } from "../emit/emit.js";
import type { Diagnostic } from "../schema/diagnostic.js";
import type { Schema } from "../schema/schema.js";
import { readSchema } from "./read-schema.js";

export interface GenerateOptions {
  readonly check?: boolean;
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** Tells one build of ormgen from another; with it, what the client was made from is kept. */
  readonly build?: string | undefined;
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
  const { check = false, force = false, signal, build } = options;
  const result = await emitFiles(files, { output: settings.output, check, force, ...(signal && { signal }) });
  if (build !== undefined && !check) {
    const { sealClient } = await import("./sealed-client.js");
    await sealClient(settings, build, { inputs: read.inputs, models: ownModels(read.schema) });
  }
  return { ...read, ...result };
}

/** How many models the user wrote. */
export function ownModels(schema: Schema): number {
  return schema.models.filter((model) => !model.auto).length;
}
