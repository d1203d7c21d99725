import { readFileSync } from "node:fs";
import path from "node:path";
import type { Diagnostic } from "../../generator/schema/diagnostic.js";

/** Diagnostics as text: each with the line it stands in, marked, and its hint. */
export function render(root: string, diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => renderOne(root, diagnostic)).join("\n");
}

function renderOne(root: string, { code, message, hint, position, end }: Diagnostic): string {
  const { file, line, column } = position;
  const lines = [`${file}:${line}:${column} ${code} ${message}`];
  const source = sourceLine(path.join(root, file), line);
  if (source !== null && source.trim() !== "") {
    const width = end?.line === line ? Math.max(1, end.column - column) : 1;
    lines.push(`  | ${source}`, `  | ${" ".repeat(column - 1)}${"~".repeat(width)}`);
  }
  if (hint !== null) lines.push(`  hint: ${hint}`);
  return lines.join("\n") + "\n";
}

function sourceLine(file: string, line: number): string | null {
  try {
    return readFileSync(file, "utf8").split("\n")[line - 1] ?? null;
  } catch {
    return null;
  }
}
