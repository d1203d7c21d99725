import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { loadSchema } from "../../generator/read/index.js";

const fixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));

test.each(["library", "kitchen", "archive", "club"])("%s is read as expected", (name) => {
  const root = path.join(fixtures, name);
  const files = globSync(["models/**/*.ts"], { cwd: root, absolute: true });
  const { schema, diagnostics } = loadSchema({ root, files });
  expect(diagnostics).toEqual([]);
  const found = JSON.stringify(schema, withoutPositions, 2) + "\n";
  const expected = path.join(root, "schema.expected.txt");
  if (process.env["ORMGEN_UPDATE"] === "1") writeFileSync(expected, found);
  expect(found).toBe(readFileSync(expected, "utf8"));
});

/** Lines move with every edit; the diagnostics' own tests look at positions. */
function withoutPositions(key: string, value: unknown): unknown {
  return key === "position" ? undefined : value;
}
