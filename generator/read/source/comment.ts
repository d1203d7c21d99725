import { ts } from "ts-morph";

/** The text of the JSDoc before a declaration, its tags included, or null. */
export function commentOf(node: ts.Node): string | null {
  const source = node.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  const last = ranges.findLast(
    ({ pos }) => source.text.startsWith("/**", pos) && source.text[pos + 3] !== "/",
  );
  if (!last) return null;
  const text = source.text
    .slice(last.pos + 3, last.end - 2)
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
  return text === "" ? null : text;
}
