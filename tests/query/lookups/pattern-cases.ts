import { lookupCase, type LookupCase, type Verdict } from "./case.js";
import { columns, samples } from "./samples.js";

/** What patterns, quotes, parameters and encodings trip over. */
const hostileParts = ["", "%", "_", "\\", "'", '"', "--", "$1", "?", "\n", "京", "🚲", ".*", "%_\\%"];

/** A text that a regular expression takes for itself. */
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|-]/gu, "\\$&");
/** Folds what every locale of a server folds. */
const folded = (text: string) => text.replace(/[a-z]/gu, (letter) => letter.toUpperCase());
const swapped = (text: string) =>
  text.replace(/[a-z]/giu, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );

function partsOf(texts: readonly string[]): readonly string[] {
  const parts = texts.flatMap((text) => [text, text.slice(0, 3), text.slice(-2), text.slice(2, 5)]);
  // Half of a surrogate pair is no text.
  return [...new Set([...hostileParts, ...parts])].filter((part) => !/\p{Surrogate}/u.test(part));
}

const tests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

/** Every pattern in every column of texts, or of what is looked at as text. */
export const patternCases: readonly LookupCase[] = columns.flatMap((column) => {
  const { kind, texts } = samples[column] ?? {};
  if (!texts) return [];
  const where =
    (test: (text: string) => boolean): Verdict =>
    (at) =>
      test(texts[at] ?? "");
  return partsOf(texts).flatMap((part) => [
    ...Object.entries(tests).flatMap(([name, test]) => [
      // What JSON contains is JSON.
      ...(kind === "json" && name === "contains"
        ? []
        : [
            lookupCase(
              column,
              [name],
              part,
              where((text) => test(text, part)),
            ),
          ]),
      lookupCase(
        column,
        [`i${name}`],
        swapped(part),
        where((text) => test(folded(text), folded(part))),
      ),
    ]),
    lookupCase(
      column,
      ["iexact"],
      swapped(part),
      where((text) => folded(text) === folded(part)),
    ),
    lookupCase(
      column,
      ["regex"],
      escaped(part),
      where((text) => text.includes(part)),
    ),
    lookupCase(
      column,
      ["regex"],
      `^${escaped(part)}$`,
      where((text) => text === part),
    ),
    lookupCase(
      column,
      ["iregex"],
      escaped(swapped(part)),
      where((text) => folded(text).includes(folded(part))),
    ),
  ]);
});

/** The words of a search are parted by PostgreSQL's parser, so what they find is said by hand. */
export const searchCases: readonly LookupCase[] = [
  ...[
    ["Cotton", ["100% Cotton", "100 Cotton"]],
    ["cotton 100", ["100% Cotton", "100 Cotton"]],
    ["100%", ["100% Cotton", "100 Cotton"]],
    ['it\'s "quoted"', ['it\'s "quoted"']],
    ["東京", ["Ærøskøbing – 東京 🚲"]],
    ["slash", ["back\\slash"]],
    ["' & ! | \\", []],
    ["", []],
  ].map(([words, found]) =>
    lookupCase("text", ["search"], words, (at) =>
      (found ?? []).includes(String(samples["text"]?.texts?.[at])),
    ),
  ),
  lookupCase("json", ["search"], "en", (at) => at === 2),
  lookupCase("json", ["search"], "京", (at) => at === 4),
];
