import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "../generate/render.js";
import { createWorkspace } from "../generate/workspace.js";
import { blocksOf, fileOf } from "./markdown.js";

const PAGES = ["README.md", ...globSync(["docs/*.md"], { cwd: ROOT }).sort()];
const workspace = createWorkspace();
afterAll(() => workspace.remove());

test("every example of the docs type-checks against the library", async () => {
  workspace.copy("library/models", "models");
  expect(await workspace.ormgen(".")).toMatchObject({ status: 0 });
  let count = 0;
  for (const page of PAGES) {
    for (const block of blocksOf(readFileSync(join(ROOT, page), "utf8"))) {
      if (block.language !== "ts" || fileOf(block) !== null) continue;
      workspace.write(`${basename(page, ".md").toLowerCase()}-${String(block.line)}.ts`, block.text);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(12);
  expect(await workspace.tsc()).toEqual({ status: 0, output: "" });
});

test.each(PAGES)("the links of %s lead somewhere", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const targets = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
  const broken = targets.filter(
    (target) =>
      !/^https?:/.test(target) &&
      globSync([join(dirname(page), target)], { cwd: ROOT, onlyFiles: false }).length === 0,
  );
  expect(broken).toEqual([]);
});
