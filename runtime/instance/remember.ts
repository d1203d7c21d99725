import { stateOf } from "./instance.js";
import type { Instance } from "../meta/instance-identity.js";

/** A row knows the one that it was reached from, unless it has been given its own already. */
export function remember(row: Instance, name: string, origin: Instance): void {
  const relations = (stateOf(row).relations ??= new Map());
  if (!relations.has(name)) relations.set(name, origin);
}
