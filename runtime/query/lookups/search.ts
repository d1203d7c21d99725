import { fragment } from "../compile/fragment.js";
import { configOf, hasKind, isOf, queryBeside } from "../expression/searching.js";
import type { Lookup } from "./lookup.js";
import { textOperand } from "./operand.js";
import { asText } from "./pattern.js";

/** A vector is compared with what is looked for in it, as in Django: `{ words: "brave robin" }`. */
function match(name: "exact" | "search"): Lookup {
  return {
    name,
    kinds: ["searchVector"],
    operands: (left, value) => [queryBeside(left, value)],
    sql: (left, [right]) => fragment`${left.node} @@ ${(right ?? left).node}`,
  };
}

/**
 * The words of a text, by the configuration of the query beside it.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/search/#the-search-lookup
 */
const search: Lookup = {
  name: "search",
  kinds: ["text", "json"],
  operands(_left, value) {
    if (!isOf(value, "searchQuery")) return [textOperand(value)];
    const config = configOf(value.node.codec);
    return config === null ? [value.node] : [value.node, config];
  },
  sql(left, [right = left, config]) {
    const words = fragment`coalesce(${asText(left)}, '')`;
    if (!hasKind(right, "searchQuery"))
      return fragment`to_tsvector(${words}) @@ plainto_tsquery(${right.node})`;
    return config === undefined
      ? fragment`to_tsvector(${words}) @@ ${right.node}`
      : fragment`to_tsvector(${config.node}, ${words}) @@ ${right.node}`;
  },
};

export const searches: readonly Lookup[] = [match("exact"), match("search"), search];
