import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProject } from "./command-line.js";

test("init writes a project that generates, and never writes over a file", async () => {
  const { root, write, ormgen } = createProject();
  write("package.json", '{ "type": "module" }');
  write("tsconfig.json", "{}");
  const first = await ormgen("init");
  expect(first.stderr).toBe("");
  expect(first.status).toBe(0);
  expect(first.stdout).toContain("✓ models/library.ts");
  expect(first.stdout).toContain("- tsconfig.json exists, left as it is");
  expect(first.stdout).toContain("npx ormgen makemigrations");
  expect(first.stdout).not.toContain("!");
  expect(readFileSync(join(root, "tsconfig.json"), "utf8")).toBe("{}");

  const models = readFileSync(join(root, "models/library.ts"), "utf8");
  write("models/library.ts", `${models}\n// mine\n`);
  const second = JSON.parse((await ormgen("init", "--json")).stdout) as {
    created: string[];
    written: string[];
  };
  expect(second).toMatchObject({ created: [], written: [] });
  expect(readFileSync(join(root, "models/library.ts"), "utf8")).toContain("// mine");
  expect((await ormgen("--check")).status).toBe(0);
});

test("init warns where the project is not one of ES modules", async () => {
  const { write, ormgen } = createProject();
  write("package.json", "{}");
  expect((await ormgen("init")).stdout).toContain('! package.json says no "type": "module"');
});
