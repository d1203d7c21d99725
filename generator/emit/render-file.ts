import type { Alike } from "./alike.js";
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

/** The file's text: its imports, sorted, and its body; and which ranges of it other files have too. */
export function renderFile({ path, body, reserved = [], imports = [] }: FileOptions): RenderedFile {
  const parts = [...partsOf(body)];
  const printed = parts.filter((part) => typeof part !== "string" && part.kind === "import");
  const used = [...imports, ...printed];
  const names = localNames(used, reserved);
  const ranges: Alike[] = [];
  let text = "";
  for (const statement of printImports(used, names)) {
    const start = text.length;
    text += `${statement.text}\n`;
    if (statement.alike) ranges.push({ start, end: text.length - 1, name: null });
  }
  if (text !== "") text += "\n";
  for (const part of parts) {
    if (typeof part === "string") text += part;
    else if (part.kind === "import") text += names.of(part);
    else if (part.name !== null) ranges.push({ start: text.length, end: text.length, name: part.name });
    else ranges.push({ ...(ranges.pop() as Alike), end: text.length });
  }
  return { path, text, alike: ranges };
}
