import { isInstance, metaOf } from "../../runtime/meta/instance-identity.js";

/** A value as data that can be compared: instances by model and columns, maps by entries, errors by class and text. */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return "a moment";
  if (value instanceof Error) return { error: value.name, message: value.message };
  if (value instanceof Map) return { map: [...(value as Map<unknown, unknown>)].map(plain) };
  if (Array.isArray(value)) return value.map(plain);
  if (isInstance(value)) return { model: metaOf(value).name, ...columnsOf(value) };
  return value;
}

function columnsOf(instance: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(instance).map(([name, value]: [string, unknown]) => [name, plain(value)]),
  );
}
