import type { Settings } from "../config/settings.js";
import { kebabCase } from "../schema/naming/names.js";

/** The files that every client has, and names that Windows keeps for devices: no model's file may have them. */
const TAKEN: ReadonlySet<string> = new Set([
  ...["index", "database", "queryset", "instance"],
  ...["con", "prn", "aux", "nul", "clock$"],
  ...Array.from({ length: 10 }, (_, digit) => [`com${String(digit)}`, `lpt${String(digit)}`]).flat(),
]);

/** `BookReview` is generated into `book-review.ts`; `Index`, whose name the client itself needs, into `index-model.ts`. */
export function modelFiles(models: readonly string[]): ReadonlyMap<string, string> {
  const plain = new Map(models.map((model) => [model, kebabCase(model)]));
  const taken = new Set([...TAKEN, ...plain.values()]);
  const files = new Map<string, string>();
  // In the order of the names, so that the files do not hang on the order of the models.
  for (const [model, stem] of [...plain].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let free = stem;
    while (TAKEN.has(stem) && taken.has(free)) free += "-model";
    taken.add(free);
    files.set(model, `${free}.ts`);
  }
  return files;
}

/** How one generated file imports another. */
export function importPath(file: string, settings: Settings): string {
  return `./${file.replace(/\.ts$/, "")}${settings.importExtension}`;
}
