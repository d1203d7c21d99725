import type { Member } from "../schema.js";

/** `declare authorId: number` tells TypeScript what the client gives an instance: no name of its own. */
export function isDeclaration({ kind, static: isStatic }: Pick<Member, "kind" | "static">): boolean {
  return kind === "property" && !isStatic;
}
