import { flag, text, type Options } from "./options.js";
import type { ForeignKeyInDatabase, OnDelete } from "../schema.js";

/** What the options of a relation say of its constraint in the database; null where they say nothing. */
export function readForeignKeyOptions(options: Options): ForeignKeyInDatabase | null {
  const name = text(options, "constraint");
  const onUpdate = text(options, "onUpdate") as OnDelete | null;
  const deferrable = options.get("deferrable")?.value;
  const checked = deferrable?.kind === "scalar" ? deferrable.value : "deferred";
  const found: ForeignKeyInDatabase = {
    ...(name !== null && { name }),
    ...(flag(options, "inDatabase") && { inDatabase: true }),
    ...(onUpdate !== null && onUpdate !== "doNothing" && { onUpdate }),
    ...((checked === false || checked === "immediate") && { deferrable: checked }),
  };
  return Object.keys(found).length === 0 ? null : found;
}
