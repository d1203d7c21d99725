import type { OperationNode } from "kysely";

const places = new WeakMap<object, string>();
let made = 0;

/**
 * Tells nodes apart by the SQL that they make. A parameter is the same as itself alone: two that happen to have one
 * value now are two in the next use of the shape.
 */
export function fingerprint(node: OperationNode): string {
  return JSON.stringify(node, (key, value: unknown) =>
    key === "value" && typeof value === "object" && value !== null ? placeOf(value) : value,
  );
}

function placeOf(param: object): string {
  let place = places.get(param);
  if (place === undefined) places.set(param, (place = `#${String((made += 1))}`));
  return place;
}
