import { upperFirst } from "../generator/schema/names.js";
import type { ReverseRelation } from "../generator/schema/schema.js";

/** The class behind a relation to many rows, in the file of the rows' model: `AuthorBooks`, `BookTags`. */
export function relatedManagerName(owner: string, property: string): string {
  return `${owner}${upperFirst(property)}`;
}

/** `fetchAuthor`. */
export function fetchName(property: string): string {
  return `fetch${upperFirst(property)}`;
}

export type Reverse = ReverseRelation & { readonly name: string; readonly queryName: string };
