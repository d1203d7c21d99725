import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${ROOT}docs/reference/promises.md`, "utf8");

/** `- \`tests/…\`: title`, up to the next line of a list; what stands in parentheses at its end is a remark. */
const NAMED = /^ +- `(tests\/[^`]+)`: ((?:.|\n(?! *(?:-|\d+\.|#|\n)))+)/gmu;

const named = [...page.matchAll(NAMED)].map(([, file = "", text = ""]) => ({
  file,
  title: text.replaceAll(/\s+/gu, " ").trim(),
}));

/** A title with its remark, or without: titles have parentheses of their own. */
function isIn(source: string, title: string): boolean {
  const without = title.replace(/ \([^()]*\)$/u, "");
  return [title, without].some((each) => source.includes(`"${each}"`) || source.includes(` ${each}\``));
}

test.each(named)("$file has the test that the page names: $title", ({ file, title }) => {
  expect(existsSync(ROOT + file)).toBe(true);
  expect(isIn(readFileSync(ROOT + file, "utf8"), title)).toBe(true);
});

test("every promise of the page names a test", () => {
  const promises = page.split(/^(?=\d+\. )/mu).slice(1);
  expect(promises).toHaveLength(29);
  for (const promise of promises) expect(promise).toMatch(/- `tests\//u);
  expect(named.length).toBeGreaterThan(promises.length);
});

test("a test that is not there would be seen", () => {
  expect(isIn('test("one", () => 1)', "one (twice)")).toBe(true);
  expect(isIn('test("one", () => 1)', "on")).toBe(false);
});
