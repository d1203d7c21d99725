import { expect } from "vitest";
import { isInstance } from "../../runtime/meta/instance-identity.js";
import { quoted, type Example, type Table, type TableRow } from "./page.js";
import type { Outcome } from "./run-example.js";
import { labelOf, shown, shownError } from "./shown.js";
import { matches, partsOf, shownSql, shownStatements } from "./sql.js";
import { blockChange, rowChange, type Change } from "./update.js";

/** With `UPDATE_DOCS=1` the pages are written anew instead of compared. */
export const UPDATE = process.env["UPDATE_DOCS"] === "1";

/** What each block behind an example is to say. */
export function outputsOf({ outputs }: Example, outcome: Outcome, found: readonly string[]): string[] {
  const errors = [...found.slice(0, 1), ...(outcome.error === undefined ? [] : [shownError(outcome.error)])];
  return outputs.map(({ info }) => {
    if (info === "sql") return shownStatements(outcome.sql);
    if (info === "json") return JSON.stringify(outcome.value, null, 1).replace(/\n */g, " ");
    return errors.length > 0 ? (errors.shift() ?? "") : shown(outcome.value);
  });
}

/** Fails where a block says anything else than what its example made. */
export function compare({ outputs }: Example, made: readonly string[], changes: Change[]): void {
  for (const [at, fence] of outputs.entries()) {
    const actual = made[at] ?? "";
    if (same(fence.info, fence.text, actual)) continue;
    if (UPDATE) changes.push(blockChange(fence, actual));
    else if (fence.info === "json") expect(data(actual)).toEqual(data(fence.text));
    else expect(actual).toBe(fence.text);
  }
}

function same(info: string, documented: string, actual: string): boolean {
  if (info !== "json" || documented.includes("…")) return matches(documented, actual);
  return JSON.stringify(data(documented)) === JSON.stringify(data(actual));
}

/** What a block of json says; its text where it is none. */
function data(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a row is to say, by the heads of its columns. */
export type Cells = Readonly<Record<string, string>>;

export function cellsFrom({ sql, value, error }: Outcome): Cells {
  if (error !== undefined) throw error;
  const { selected, condition, order } = partsOf(sql[0] ?? "");
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  const isRow = typeof first === "object" && first !== null && Object.keys(first).join() === "value";
  const one = isRow ? (first as { value: unknown }).value : value;
  const instances = Array.isArray(one) && one.every(isInstance) ? one : null;
  const gives = instances ? instances.map(labelOf).join(", ") || "none" : quoted(shown(one));
  return {
    condition: quoted(shownSql(condition)),
    order: quoted(order),
    SQL: quoted(selected),
    gives,
  };
}

export function compareRow({ header }: Table, row: TableRow, made: Cells, changes: Change[]): void {
  const cells = header.map((name, at) => {
    const [documented = "", actual] = [row.cells[at], made[name]];
    return actual === undefined || matches(documented, actual) ? documented : actual;
  });
  if (cells.join("|") === row.cells.join("|")) return;
  if (UPDATE) changes.push(rowChange(row, cells));
  else expect(cells).toEqual(row.cells);
}
