import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeFrameColumns } from "@babel/code-frame";
import type { Diagnostic } from "../schema/diagnostic.js";
import type { Terminal } from "./terminal.js";

/** Each mistake with its place, the lines around it and what to do; then how many there are. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], root: string, terminal: Terminal): void {
  const { bold, red, cyan, dim } = terminal.colors;
  const sources = new Map<string, string | null>();
  for (const { code, message, hint, position, end } of diagnostics) {
    const { file, line, column } = position;
    terminal.error(`${bold(`${file}:${String(line)}:${String(column)}`)} ${red(code)} ${message}`);
    const source = cached(sources, file, () => read(join(root, file)));
    if (source !== null) {
      const location = { start: { line, column }, ...(end === null ? {} : { end }) };
      terminal.error(
        codeFrameColumns(source, location, { highlightCode: terminal.color, forceColor: terminal.color }),
      );
    }
    if (hint !== null) terminal.error(`${cyan("hint")}: ${hint}`);
    terminal.error("");
  }
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.position.file)).size;
  terminal.error(
    `${count(diagnostics.length, "mistake")} in ${count(files, "file")}. ${dim("Nothing was written.")}`,
  );
}

export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function cached(sources: Map<string, string | null>, file: string, read: () => string | null): string | null {
  if (!sources.has(file)) sources.set(file, read());
  return sources.get(file) ?? null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
