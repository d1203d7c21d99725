import type { Value } from "../facts.js";

/** Whether a value is known down to its leaves. */
export function isLiteral(value: Value): boolean {
  if (value.kind === "list") return value.items.every(isLiteral);
  if (value.kind === "dictionary") return value.entries.every((entry) => isLiteral(entry.value));
  return value.kind === "scalar";
}
