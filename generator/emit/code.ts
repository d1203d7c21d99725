import { identifier } from "./identifier.js";
import type { Imported } from "./imported.js";
import { InternalError } from "./internal-error.js";

export { doc } from "./doc.js";
export { identifier } from "./identifier.js";
export { globalName, imported, type Imported, type ImportOptions } from "./imported.js";
export { literal } from "./literal.js";
export { renderFile, type FileOptions } from "./render-file.js";

/** What code comes down to. */
export type Part = string | Imported;

/** Text, imports and other code in the order in which they are printed. */
export interface Code {
  readonly kind: "code";
  readonly parts: readonly (Part | Code)[];
}

/**
 * What may stand inside `code`: other code, imports, names, numbers and booleans as they are, lists (a line
 * each), and nothing (`null`, `undefined`, `""`).
 */
export type Printable = Code | Imported | string | number | boolean | null | undefined | readonly Printable[];

export const nothing: Code = { kind: "code", parts: [] };

/**
 * A piece of generated text that looks like its output.
 *
 * ```ts
 * code`export class ${model.name} extends ${imported("Model", "ormgen/runtime")} {}`
 * ```
 *
 * A string inside must be a name (`literal` prints strings, `verbatim` text that is code already); throws
 * `InternalError` otherwise. Formatting is prettier's: indentation here is for the reader of the template.
 */
export function code(strings: TemplateStringsArray, ...values: readonly Printable[]): Code {
  const parts: (Part | Code)[] = [];
  strings.forEach((text, index) => {
    parts.push(text);
    if (index < values.length) print(values[index], parts);
  });
  return { kind: "code", parts };
}

/** Text that is code already: a model file's own, carried over. */
export function verbatim(text: string): Code {
  return { kind: "code", parts: [text] };
}

/** `join([a, b], ", ")`; a separator is a line break unless it is given. */
export function join(items: readonly Printable[], separator = "\n"): Code {
  const parts: (Part | Code)[] = [];
  items.forEach((item, index) => {
    if (index > 0) parts.push(separator);
    print(item, parts);
  });
  return { kind: "code", parts };
}

/** The parts of code, with those of the code in it. */
export function* partsOf({ parts }: Code): Generator<Part> {
  for (const part of parts) {
    if (typeof part !== "string" && part.kind === "code") yield* partsOf(part);
    else yield part;
  }
}

function print(value: Printable, parts: (Part | Code)[]): void {
  if (value === null || value === undefined || value === "") return;
  if (typeof value === "string") parts.push(identifier(value));
  else if (typeof value === "number" || typeof value === "boolean") parts.push(String(value));
  else if (isList(value)) parts.push(join(value));
  else if (value.kind === "import" || value.kind === "code") parts.push(value);
  else throw new InternalError("Something that is neither code nor an import was printed");
}

function isList(value: Code | Imported | readonly Printable[]): value is readonly Printable[] {
  return Array.isArray(value);
}
