import { columnKey } from "../state/table-key.js";
import type { Step } from "../plan/step.js";

export interface Printed {
  readonly forward: readonly Step[];
  /** Null where there is no way back. */
  readonly reverse: readonly Step[] | null;
}

/** The file of a migration: steps forward, then the way back. */
export function printMigration(name: string, { forward, reverse }: Printed): string {
  const parts = [
    `-- ormgen migration ${name}`,
    ...forward.map(printStep),
    ...(reverse === null ? [] : ["-- reverse", ...reverse.map(printStep)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function printStep({ mode, sql, loses, note }: Step, at: number): string {
  const notes = [
    ...(loses.length === 0 ? [] : [`loses data: ${loses.join(", ")}`]),
    ...(note === undefined || note === "" ? [] : [note]),
  ];
  const shown = notes.map((each) => `  (${each})`).join("");
  return `-- step ${String(at + 1)}: ${modeOf(mode)}${shown}\n${sql}`;
}

function modeOf(mode: Step["mode"]): string {
  if (typeof mode === "string") return mode;
  return `batches of ${String(mode.size)} by ${columnKey(mode.table, mode.column)}`;
}
