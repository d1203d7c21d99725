import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "../generate/render.js";
import { createWorkspace } from "../generate/workspace.js";
import { blocksOf, fileOf, linksOf } from "./markdown.js";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...globSync(["docs/**/*.md"], { cwd: ROOT }).sort(),
];
const workspace = createWorkspace();
afterAll(() => workspace.remove());

test("the examples of the README type-check against the library", async () => {
  workspace.copy("library/models", "models");
  expect(await workspace.ormgen(".")).toMatchObject({ status: 0 });
  const blocks = blocksOf(readFileSync(join(ROOT, "README.md"), "utf8"));
  const examples = blocks.filter((block) => block.language === "ts" && fileOf(block) === null);
  for (const { line, text } of examples) workspace.write(`line-${String(line)}.ts`, text);
  expect(examples.length).toBeGreaterThan(2);
  expect(await workspace.tsc()).toEqual({ status: 0, output: "" });
});

test.each(PAGES)("the links of %s lead somewhere", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const broken = linksOf(text).filter(
    (target) => globSync([join(dirname(page), target)], { cwd: ROOT, onlyFiles: false }).length === 0,
  );
  expect(broken).toEqual([]);
});
