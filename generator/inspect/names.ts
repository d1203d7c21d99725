import { isReservedOnInstance } from "../schema/passes/check-member-names.js";
import { MODEL_NAMES } from "../schema/naming/reserved-words.js";
import { lowerCamel, upperFirst } from "../schema/naming/names.js";

/** `library_book` is `LibraryBook`: letters and digits alone, never beginning with a digit. */
export function modelName(table: string): string {
  const name = words(table).map(upperFirst).join("");
  const own = /^[A-Z]/.test(name) ? name : `Table${name}`;
  return MODEL_NAMES.has(own) ? `${own}Model` : own;
}

/** `created_at` is `createdAt`; what is no name in TypeScript gets one. */
export function fieldName(column: string): string {
  const [first = "", ...rest] = words(column);
  const name = lowerCamel(first) + rest.map(upperFirst).join("");
  const own = /^[a-z]/.test(name) ? name : `column${upperFirst(name)}`;
  return isReservedOnInstance(own) ? `${own}Field` : own;
}

function words(name: string): string[] {
  const found = name.match(/[A-Za-z0-9]+/g) ?? [];
  return found.flatMap((part) => (part === part.toUpperCase() ? [part.toLowerCase()] : [part]));
}

/** The name, or the name with a number where it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const low = new Set([...taken].map((each) => each.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}${String(number)}`;
    if (!low.has(candidate.toLowerCase())) return candidate;
  }
}
