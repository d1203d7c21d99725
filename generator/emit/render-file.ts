import { partsOf, type Code } from "./code.js";
import type { RenderedFile } from "./file.js";
import type { Imported } from "./imported.js";
import { localNames, printImports } from "./imports.js";

export interface FileOptions {
  /** Below the output folder, with `/`. */
  readonly path: string;
  readonly body: Code;
  /** Names that the file declares itself: imports of the same name get an alias. */
  readonly reserved?: Iterable<string>;
  /** Imports that carried text uses without printing them. */
  readonly imports?: readonly Imported[];
}

/** The file's text: its imports, sorted, and its body. */
export function renderFile({ path, body, reserved = [], imports = [] }: FileOptions): RenderedFile {
  const parts = [...partsOf(body)];
  const printed = parts.filter((part) => typeof part !== "string");
  const used = [...imports, ...printed];
  const names = localNames(used, reserved);
  const statements = printImports(used, names);
  const head = statements.length > 0 ? `${statements.join("\n")}\n\n` : "";
  const text = parts.map((part) => (typeof part === "string" ? part : names.of(part))).join("");
  return { path, text: head + text };
}
