import type { DiagnosticCode } from "./codes.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Span } from "./facts.js";

/** Takes down one mistake. */
export type Report = (code: DiagnosticCode, span: Span, message: string, hint?: string | null) => void;

/** A list of mistakes that keeps each once: a field of an abstract base is met in every model that extends it. */
export function createReport(): {
  readonly report: Report;
  readonly diagnostics: () => readonly Diagnostic[];
} {
  const found = new Map<string, Diagnostic>();
  return {
    report(code, span, message, hint = null) {
      const { file, line, column } = span.position;
      const key = `${file}:${line}:${column} ${code} ${message}`;
      if (found.has(key)) return;
      found.set(key, { code, message, hint, position: span.position, end: span.end });
    },
    diagnostics: () => [...found.values()].sort(byPosition),
  };
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  if (a.position.file !== b.position.file) return a.position.file < b.position.file ? -1 : 1;
  return (
    a.position.line - b.position.line ||
    a.position.column - b.position.column ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
