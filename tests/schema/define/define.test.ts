import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { fields, index } from "ormgen";
import { Article } from "./models.js";

const project = fileURLToPath(new URL("../../..", import.meta.url));

test.each(["typescript", "typescript-6", "typescript-7"])(
  "the types of fields hold in %s",
  async (compiler) => {
    const args = [`node_modules/${compiler}/bin/tsc`, "-p", "tests/schema/define/tsconfig.json"];
    const run = promisify(execFile)(process.execPath, args, { cwd: project });
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
    expect(stdout).toBe("");
  },
  60_000,
);

test("at run time a field is an inert description", () => {
  const title: unknown = fields.text({ maxLength: 3 });
  expect(title).toEqual({ kind: "text", arguments: [{ maxLength: 3 }] });
  expect(Object.isFrozen(title)).toBe(true);
  expect(index("title", "-pages")).toEqual({ kind: "index", arguments: ["title", "-pages"] });
  expect(new Article().state).toMatchObject({ kind: "choice" });
});
