import type { Settings } from "../config/settings.js";
import { kebabCase } from "../schema/names.js";

/** `BookReview` is generated into `book-review.ts`. */
export function modelFile(model: string): string {
  return `${kebabCase(model)}.ts`;
}

/** How one generated file imports another. */
export function importPath(file: string, settings: Settings): string {
  return `./${file.replace(/\.ts$/, "")}${settings.importExtension}`;
}
