import { fragment, keyword } from "../compile/fragment.js";
import type { Lookup } from "./lookup.js";
import { textOperand } from "./operand.js";
import { asText, textKinds } from "./text-transforms.js";

function similar(name: string, operator: string): Lookup {
  return {
    name,
    kinds: textKinds,
    operands: (_left, value) => [textOperand(value)],
    sql: (left, [right]) => fragment`${asText(left)} ${keyword(operator)} ${(right ?? left).node}`,
  };
}

/**
 * Texts that have enough trigrams in common, by the thresholds of the session; `pg_trgm` brings the operators.
 * https://docs.djangoproject.com/en/stable/ref/contrib/postgres/lookups/#trigram-similarity
 */
export const trigrams: readonly Lookup[] = [
  similar("trigram_similar", "%"),
  similar("trigram_word_similar", "%>"),
  similar("trigram_strict_word_similar", "%>>"),
];
