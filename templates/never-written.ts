import type { Column, ForeignKey } from "../generator/schema/schema.js";

/** Whether the database alone gives the value: it is computed, or a number that takes none but its own. */
export function isNeverWritten(field: Column | ForeignKey): boolean {
  if (field.kind !== "column") return false;
  const countsAlone = field.type.kind === "integer" && field.type.always === true && !field.primaryKey;
  return field.generated !== null || countsAlone;
}
