import type { Node } from "../expression/node.js";

/**
 * How tightly a node's SQL holds together: `whole` stands anywhere, a `condition` under AND, OR and NOT, and `anything`
 * in parentheses alone.
 */
export type Binding = "whole" | "condition" | "anything";

export function bindingOf(node: Node): Binding {
  switch (node.kind) {
    case "lookup":
    case "not":
      return "condition";
    case "and":
    case "or":
    case "xor":
      // Several are written in parentheses.
      return node.children.length === 1 && node.children[0] ? bindingOf(node.children[0]) : "whole";
    case "sql":
      return bindingOfText(node.fragments.join("x"));
    default:
      return "whole";
  }
}

/** Whether the text around a gap lets nothing of the gap out: `coalesce(…, …)`, `case when … then`. */
export function isDelimited(before: string, behind: string): boolean {
  const inList = /[(,]\s*$/.test(before) && /^\s*[),]/.test(behind);
  return inList || (/\b(?:when|then|else)\s*$/.test(before) && /^\s*(?:when|then|else|end)\b/.test(behind));
}

const TOKEN = /"(?:[^"]|"")*"|'(?:[^']|'')*'|::|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|\S/gu;
const PRIMARY = /^-?(?:n(?:\.n)*g?|g)b*(?:c(?:n(?:\.n)*)g?b*)*$/;

/** A name, a value, a call, what stands in parentheses; each with casts and places of arrays behind it. */
function bindingOfText(sql: string): Binding {
  const outline = outlineOf(sql);
  if (PRIMARY.test(outline)) return "whole";
  return /w/.test(outline) || outline === "" ? "anything" : "condition";
}

/** The text with a letter for each token, and one for all that stands in parentheses, brackets or a `case`. */
function outlineOf(sql: string): string {
  let outline = "";
  const open: string[] = [];
  for (const [token] of sql.matchAll(TOKEN)) {
    const word = token.toLowerCase();
    if (token === "(" || token === "[" || word === "case") open.push(token === "[" ? "b" : "g");
    else if (token === ")" || token === "]" || word === "end") {
      const closed = open.pop() ?? "w";
      if (open.length === 0) outline += closed;
    } else if (open.length === 0) outline += letterOf(token, word);
  }
  return open.length === 0 ? outline : "w";
}

function letterOf(token: string, word: string): string {
  if (word === "and" || word === "or" || token === "," || token === ";") return "w";
  if (token === "::") return "c";
  if (token === "." || token === "-") return token;
  return /^["'\p{L}\p{N}_]/u.test(token) ? "n" : "o";
}
