import { nothing, verbatim, type Code } from "./code.js";
import { escapeUnsafe } from "./escape.js";

/**
 * A JSDoc comment with its line break behind it, lines wrapped as given; nothing for null or blank text.
 *
 * Text that would end the comment or start a tag is escaped: comments come from model files and catalogues.
 */
export function doc(text: string | null | undefined): Code {
  const lines = (text ?? "")
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => escaped(line.trimEnd()));
  if (lines.length === 1) return lines[0] === "" ? nothing : verbatim(`/** ${lines[0] ?? ""} */\n`);
  return verbatim(`/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`);
}

function escaped(line: string): string {
  return escapeUnsafe(line)
    .replaceAll("*/", "*\\/")
    .replace(/(^[\s*/\\]*|\{)@/g, "$1\\@");
}
