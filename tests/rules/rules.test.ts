import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { circles } from "./arrows.js";
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
  expect(circles(files)).toEqual([]);
});

test("a circle of rooms is found, over types and over several rooms", () => {
  expect(
    circles([
      { path: "generator/cli/a.ts", text: 'import { b } from "../read/b.js";' },
      { path: "generator/read/b.ts", text: 'import type { C } from "../../templates/c.js";' },
      { path: "templates/c.ts", text: 'export type C = import("../generator/cli/a.js").A;' },
      { path: "templates/d.ts", text: 'import { d } from "../generator/emit/d.js";' },
    ]),
  ).toEqual(["generator/cli -> generator/read -> templates -> generator/cli"]);
});

test.each([
  ["runtime/a.ts", 'import { b } from "../generator/b.js";', "imports generator/b.js"],
  ["runtime/a.ts", 'export * from "ts-morph";', "imports ts-morph"],
  ["runtime/a.ts", 'const a = await import("prettier");', "imports prettier"],
  ["runtime/a.ts", 'export type A = import("../templates/b.js").B;', "imports templates/b.js"],
  ["fixtures/x/generated/a.ts", 'import { Kysely } from "kysely";', "imports kysely"],
  ["generator/schema/a.ts", 'import { ts } from "ts-morph";', "imports ts-morph"],
  ["generator/emit/a.ts", 'import type { Model } from "../schema/schema.js";', "looks into generator/schema"],
  ["generator/define/a.ts", 'import { a } from "../schema/a.js";', "imports generator/schema/a.js"],
  ["generator/cli/a.ts", "export default 1;", "has a default export"],
  ["templates/a.ts", "export default function a() {}", "has a default export"],
  ["runtime/query/a.ts", 'import { a } from "../instance/a.js";', "looks into runtime/instance"],
  ["runtime/driver/a.ts", 'import type { A } from "../executor/a.js";', "looks into runtime/executor"],
  ["templates/a.ts", 'import { a } from "../generator/cli/a.js";', "looks into generator/cli"],
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
