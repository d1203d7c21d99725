import { text, type Codec } from "../../values/index.js";
import { sqlNode, type Node } from "./node.js";

/** Texts that a program wrote, `value("2024-01-01")`: as its dates and decimals are, they are of the type of what stands beside. */
export const plainText: Codec = { ...text };

const WRITTEN_AS_TEXT = /^(?:date|time|timestamp|timestamptz|interval|numeric|uuid|inet)\b/;

/** Whether values of a codec are written as texts in a program, or may be. */
export function isWrittenAsText(codec: Codec): boolean {
  return WRITTEN_AS_TEXT.test(codec.dbType);
}

/** A node beside values of a codec: texts of the program's own are read as such. */
export function readAs(node: Node, codec: Codec | null): Node {
  if (codec === null || node.codec !== plainText || !isWrittenAsText(codec)) return node;
  return sqlNode(["(", `)::${codec.dbType}`], [node], codec);
}
