import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { rules, violationsOf } from "./rules.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("the house is in order", () => {
  const paths = globSync(
    ["{bin,generator,runtime,templates,tests,bench,examples}/**/*.ts", "fixtures/*/generated/*.ts"],
    { cwd: ROOT, ignore: ["**/node_modules/**"] },
  ).sort();
  const files = paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  expect(files.length).toBeGreaterThan(200);
  for (const rule of rules) expect([rule.name, paths.some(rule.applies)]).toEqual([rule.name, true]);
  expect(violationsOf(files)).toEqual([]);
});

test.each([
  ["runtime/a.ts", 'import { b } from "../generator/b.js";', "imports generator/b.js"],
  ["runtime/a.ts", 'export * from "ts-morph";', "imports ts-morph"],
  ["runtime/a.ts", 'const a = await import("prettier");', "imports prettier"],
  ["runtime/a.ts", 'export type A = import("../templates/b.js").B;', "imports templates/b.js"],
  ["fixtures/x/generated/a.ts", 'import { Kysely } from "kysely";', "imports kysely"],
  ["generator/schema/a.ts", 'import { ts } from "ts-morph";', "imports ts-morph"],
  [
    "generator/emit/a.ts",
    'import type { Model } from "../schema/schema.js";',
    "imports generator/schema/schema.js",
  ],
  ["generator/define/a.ts", 'import { a } from "../schema/a.js";', "imports generator/schema/a.js"],
  ["generator/cli/a.ts", "export default 1;", "has a default export"],
  ["templates/a.ts", "export default function a() {}", "has a default export"],
  ["runtime/utils.ts", "", "says nothing by its name"],
  ["runtime/helpers/a.ts", "", "says nothing by its name"],
  ["bin/a.ts", "\n".repeat(301), "has 301 lines"],
])("%s: %s is reported", (path, text, problem) => {
  const [found = "", ...more] = violationsOf([{ path, text }]);
  expect(found).toContain(`${path} ${problem}: `);
  expect(more).toEqual([]);
});

test("the top level holds what it should", () => {
  const allowed = new Set([
    ...["package.json", "package-lock.json", "tsconfig.json", "node_modules", "dist"],
    ...["generator", "runtime", "templates", "fixtures", "bin", "tests", "bench", "docs", "examples"],
    ...["README.md", "CONTRIBUTING.md", "LICENSE", "CHANGELOG.md"],
  ]);
  const names = readdirSync(ROOT).filter((name) => !name.startsWith(".") && !name.endsWith(".tgz"));
  expect(names.filter((name) => !allowed.has(name))).toEqual([]);
});
