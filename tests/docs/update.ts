import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { rowOf, type Fence, type TableRow } from "./page.js";

/** Lines of a page that are to be written anew. */
export interface Change {
  readonly start: number;
  /** The last line, included. */
  readonly end: number;
  readonly lines: readonly string[];
}

export function blockChange({ info, start, end }: Fence, text: string): Change {
  return { start, end, lines: [`\`\`\`${info}`, ...text.trimEnd().split("\n"), "```"] };
}

export function rowChange({ line }: TableRow, cells: readonly string[]): Change {
  return { start: line, end: line, lines: [rowOf(cells)] };
}

/** Writes the changes into a page, from the end to the beginning, and formats it. */
export async function updatePage(path: string, changes: readonly Change[]): Promise<void> {
  const lines = readFileSync(path, "utf8").split("\n");
  for (const { start, end, lines: made } of [...changes].sort((a, b) => b.start - a.start)) {
    lines.splice(start, end - start + 1, ...made);
  }
  const options = await resolveConfig(path);
  writeFileSync(path, await format(lines.join("\n"), { ...options, filepath: path }));
}
