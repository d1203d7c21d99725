import type { Operation } from "./operation.js";

const names = new WeakMap<object, string>();

/** Says what the operations are called: a generator knows its function only by that function's prototype. */
export function nameOperations(operations: Readonly<Record<string, unknown>>): void {
  for (const [name, operation] of Object.entries(operations)) {
    if (
      typeof operation === "function" &&
      typeof operation.prototype === "object" &&
      operation.prototype !== null
    )
      names.set(operation.prototype as object, name);
  }
}

export function nameOf(operation: Operation<unknown>): string | undefined {
  return names.get(Object.getPrototypeOf(operation) as object);
}
