import type { ts } from "ts-morph";

/** Text that takes another's place, by offsets in the file. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A node's own text, with edits made; nothing before its first token. */
export function textOf(node: ts.Node, edits: readonly Edit[]): string {
  const source = node.getSourceFile();
  let at = node.getStart(source);
  let text = "";
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < at || edit.end > node.getEnd()) continue;
    text += source.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.text.slice(at, node.getEnd());
}
