import { code, doc, join, verbatim, type Code } from "../generator/emit/code.js";
import type { Member } from "../generator/schema/schema.js";

/** Methods of the model file, word for word. */
export function carriedMethods(members: readonly Member[]): Code | null {
  if (members.length === 0) return null;
  return join(
    members.map((member) => code`${doc(member.comment)}${verbatim(member.text)}`),
    "\n\n",
  );
}
