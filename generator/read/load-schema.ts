import path from "node:path";
import type { Diagnostic } from "../schema/diagnostic.js";
import { buildSchema } from "../schema/build-schema.js";
import { createReport } from "../schema/report.js";
import type { Schema } from "../schema/schema.js";
import { readModels } from "./read-models.js";
import { openSources, posix } from "./source/sources.js";

export interface LoadSchemaOptions {
  /** Absolute; positions are relative to it. */
  readonly root: string;
  /** The model files, absolute. */
  readonly files: readonly string[];
  /** The folder of the generated client, absolute, which model files may import types from; default `generated`. */
  readonly output?: string;
  /** The schema of models that name none. */
  readonly schema?: string | undefined;
  /** Extensions beside those that models name. */
  readonly extensions?: readonly string[] | undefined;
  /** Reads a file's text; called for model files and for files that they import constants from. */
  readonly read?: (file: string) => string;
}

/** What model files say, or everything that is wrong with them: the schema is null when there is a diagnostic. */
export interface LoadedSchema {
  readonly schema: Schema | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads model files into a schema, executing none of them.
 *
 * ```ts
 * const { schema, diagnostics } = loadSchema({ root, files: [`${root}/models/book.ts`] });
 * ```
 */
export function loadSchema(options: LoadSchemaOptions): LoadedSchema {
  const root = path.resolve(options.root);
  const output = path.resolve(root, options.output ?? "generated");
  const { report, diagnostics } = createReport();
  const files = [...options.files].sort();
  const sources = openSources({ root, files, output, read: options.read });
  for (const { path: file, reason } of sources.unreadable) {
    const start = { line: 1, column: 1 };
    const span = { position: { file: posix(path.relative(root, file)), ...start }, end: start };
    report(
      "ORM1016",
      span,
      `the model file cannot be read: ${reason}`,
      "check that it exists and that you may read it",
    );
  }
  const facts = readModels(root, sources, report);
  const schema = buildSchema(facts, report, {
    schema: options.schema,
    extensions: options.extensions,
  });
  const found = withoutConsequences(diagnostics());
  return { schema: found.length === 0 ? schema : null, diagnostics: found };
}

/** In a file that does not parse, what else seems wrong is a guess. */
function withoutConsequences(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const broken = new Set(
    diagnostics.filter(({ code }) => code === "ORM1002").map(({ position }) => position.file),
  );
  return diagnostics.filter(({ code, position }) => code === "ORM1002" || !broken.has(position.file));
}
