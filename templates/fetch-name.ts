import { upperFirst } from "../generator/schema/naming/names.js";

/** `fetchAuthor`. */
export function fetchName(property: string): string {
  return `fetch${upperFirst(property)}`;
}
