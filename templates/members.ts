import { code, doc, join, verbatim, type Code } from "../generator/emit/code.js";
import type { Member } from "../generator/schema/schema.js";

/** What the model file says beside fields, word for word. */
export function carriedMethods(members: readonly Member[]): Code | null {
  if (members.length === 0) return null;
  return join(
    members.map((member) => code`${doc(member.comment)}${override(member)}${verbatim(member.text)}`),
    "\n\n",
  );
}

/** Every object has a `toString()`, which a model's own takes the place of: a strict project wants that said. */
function override(member: Member): Code | null {
  return !member.static && member.name === "toString" ? verbatim("override ") : null;
}
