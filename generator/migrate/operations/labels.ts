import { quoteName, quoteText } from "../ddl/quote.js";
import type { OperationOf } from "./operation.js";

type ChangeLabels = OperationOf<"changeLabels">;

/** Whether labels are only added and renamed, which PostgreSQL can do in place. */
export function isExtended({ from, to, renamed }: ChangeLabels): boolean {
  const kept = renamedLabels(from, renamed);
  return kept.every((label) => to.includes(label)) && isInOrder(kept, to);
}

export function labelChanges({ name, from, to, renamed }: ChangeLabels): string[] {
  const type = quoteName(name);
  const labels = renamedLabels(from, renamed);
  const statements = renamed.map(
    ([old, label]) => `ALTER TYPE ${type} RENAME VALUE ${quoteText(old)} TO ${quoteText(label)};`,
  );
  for (const [at, label] of to.entries()) {
    if (labels.includes(label)) continue;
    const before = to[at - 1];
    const place =
      before === undefined
        ? labels.length === 0
          ? ""
          : ` BEFORE ${quoteText(labels[0] ?? "")}`
        : ` AFTER ${quoteText(before)}`;
    statements.push(`ALTER TYPE ${type} ADD VALUE ${quoteText(label)}${place};`);
    labels.splice(at, 0, label);
  }
  return statements;
}

function renamedLabels(labels: readonly string[], renamed: ChangeLabels["renamed"]): string[] {
  const names = new Map(renamed);
  return labels.map((label) => names.get(label) ?? label);
}

function isInOrder(labels: readonly string[], within: readonly string[]): boolean {
  const places = labels.map((label) => within.indexOf(label));
  return places.every((place, at) => at === 0 || place > (places[at - 1] ?? -1));
}
