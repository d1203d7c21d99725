const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What is wrong with a name's form, as a predicate, or null. Two underscores separate the steps of a path. */
export function isMalformed(name: string): string | null {
  if (!IDENTIFIER.test(name)) return "is not an identifier";
  if (name.includes("__")) return 'contains "__", which separates the steps of a path';
  if (name.startsWith("_") || name.endsWith("_")) return "begins or ends with an underscore";
  return null;
}
