import { inspect } from "node:util";
import { isInstance, keyOf, metaOf, read, type Instance } from "../../runtime/meta/instance-identity.js";

/** A value as the pages write it: an instance is `<Book: Emma>`, all else is as `console.log` has it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return inspect(labelled(value), { depth: 9, breakLength: 100, compact: 3, maxStringLength: 400 });
}

export function shownError(error: Error): string {
  return `${error.name}: ${error.message}`;
}

class Label {
  constructor(readonly text: string) {}

  [inspect.custom](): string {
    return this.text;
  }
}

function labelled(value: unknown): unknown {
  if (isInstance(value)) return new Label(`<${metaOf(value).name}: ${labelOf(value)}>`);
  if (Array.isArray(value)) return value.map(labelled);
  if (value instanceof Map)
    return new Map([...value].map(([key, item]: [unknown, unknown]) => [key, labelled(item)]));
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, labelled(item)]));
  }
  return value;
}

/** What tells an instance from others: its title, its name, else its key. */
export function labelOf(instance: Instance): string {
  const label = read(instance, "title") ?? read(instance, "name") ?? keyOf(instance);
  return typeof label === "string" || typeof label === "number" ? String(label) : "new";
}
