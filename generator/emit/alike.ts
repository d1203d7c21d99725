import type { Code } from "./code.js";

/** A range of a file's text that reads alike in the files of other models, but for the model's name. */
export interface Alike {
  readonly start: number;
  readonly end: number;
  /** Null where it is a statement that names no model; otherwise it is methods of a class. */
  readonly name: string | null;
}

/** Where methods of a class that read alike begin (with the model's name) and end, among the parts of code. */
export interface Edge {
  readonly kind: "edge";
  readonly name: string | null;
}

/**
 * Methods of a class that read alike for every model, but for its name: they are formatted once for all names of one
 * width. Nothing but methods and their doc comments may stand in it.
 */
export function alike(name: string, methods: Code): Code {
  const edge = (of: string | null): Edge => ({ kind: "edge", name: of });
  return { kind: "code", parts: [edge(name), methods, edge(null)] };
}
