import { UsageError } from "./failures.js";

/** Throws `UsageError` for what cannot follow the number in a migration's file name. */
export function requireLabel(label: string | undefined): void {
  if (label === undefined || /^[A-Za-z0-9_]+$/.test(label)) return;
  throw new UsageError("A migration's name is made of letters, digits and underscores");
}
