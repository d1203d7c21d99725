import path from "node:path";
import type { ts } from "ts-morph";
import type { Span } from "../../schema/facts.js";
import { posix } from "./sources.js";

/** From syntax nodes to places, relative to the root. */
export type SpanOf = (node: ts.Node) => Span;

export function createSpanOf(root: string): SpanOf {
  return (node) => {
    const source = node.getSourceFile();
    return spanBetween(root, source, node.getStart(source), node.getEnd());
  };
}

export function spanBetween(root: string, source: ts.SourceFile, start: number, end: number): Span {
  const from = source.getLineAndCharacterOfPosition(start);
  const to = source.getLineAndCharacterOfPosition(end);
  return {
    position: {
      file: posix(path.relative(root, source.fileName)),
      line: from.line + 1,
      column: from.character + 1,
    },
    end: { line: to.line + 1, column: to.character + 1 },
  };
}
