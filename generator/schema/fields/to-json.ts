import type { Value } from "../facts.js";
import type { Json } from "../schema.js";

/** The plain value of what is known down to its leaves; null for anything else. */
export function toJson(value: Value): Json {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "list") return value.items.map(toJson);
  // fromEntries defines a key "__proto__"; assignment would set the prototype.
  if (value.kind === "dictionary")
    return Object.fromEntries(value.entries.map(({ key, value }) => [key, toJson(value)]));
  return null;
}
