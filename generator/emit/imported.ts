/** An import as a value: printing it inside `code` is what imports it. */
export interface Imported {
  readonly kind: "import";
  /** The exported name; `"default"`, or `"*"` for a namespace. */
  readonly name: string;
  /** The module's specifier as it is to be printed. */
  readonly from: string;
  readonly typeOnly: boolean;
  /** A local name that must stand as it is, since carried code spells it. */
  readonly as: string | null;
  /** Tells what is imported, and under which name: types and values of one key are one import. */
  readonly key: string;
}

export interface ImportOptions {
  /** Used in types only: `import type`, unless the same name is printed as a value elsewhere in the file. */
  readonly typeOnly?: boolean;
  /** The local name; without it the exported name, with a number behind it where that is taken. */
  readonly as?: string;
}

/** The module of JavaScript's and TypeScript's own names: printed as they are, unless the file has the name for something else. */
export const GLOBAL = "globalThis";

/** `Date`; `globalThis.Date` in the file of a model called Date. */
export function globalName(name: string): Imported {
  return imported(name, GLOBAL);
}

/**
 * ```ts
 * const QuerySet = imported("QuerySet", "ormgen/runtime");
 * code`class BookQuerySet extends ${QuerySet} {}`   // import { QuerySet } from "ormgen/runtime";
 * ```
 */
export function imported(name: string, from: string, options: ImportOptions = {}): Imported {
  const { typeOnly = false, as = null } = options;
  return { kind: "import", name, from, typeOnly, as, key: JSON.stringify([from, name, as]) };
}
