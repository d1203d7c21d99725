import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "./render.js";
import { createWorkspace } from "./workspace.js";

const workspace = createWorkspace();
afterAll(() => workspace.remove());

const PLACES = [
  { folder: "a", env: { TZ: "UTC", LANG: "C" } },
  { folder: "deep/er/than that", env: { TZ: "Asia/Kathmandu", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" } },
  { folder: "ünïcödé", env: { TZ: "America/St_Johns", LANG: "ja_JP.UTF-8" } },
];

test("the same models give the same bytes in any folder, locale and time zone", async () => {
  const outputs: Record<string, string>[] = [];
  for (const { folder, env } of PLACES) {
    workspace.copy("kitchen/models", `${folder}/models`);
    workspace.write(`${folder}/ormgen.config.json`, "{}");
    const [root, elsewhere] = [join(workspace.root, folder), join(workspace.root, "elsewhere")];
    mkdirSync(elsewhere, { recursive: true });
    await promisify(execFile)(
      process.execPath,
      [join(ROOT, "dist/bin/ormgen.js"), "--config", join(root, "ormgen.config.json")],
      { cwd: elsewhere, env: { PATH: process.env["PATH"], ...env } },
    );
    const names = readdirSync(join(root, "generated")).sort();
    outputs.push(
      Object.fromEntries(names.map((name) => [name, readFileSync(join(root, "generated", name), "utf8")])),
    );
    expect(readdirSync(elsewhere)).toEqual([]);
  }
  expect(Object.keys(outputs[0] ?? {}).length).toBeGreaterThan(10);
  expect(outputs[1]).toEqual(outputs[0]);
  expect(outputs[2]).toEqual(outputs[0]);
});

test("the second run writes nothing", async () => {
  const before = stamps();
  const ended = await workspace.ormgen("a");
  expect(ended).toMatchObject({ status: 0, output: expect.stringContaining("up to date") as string });
  expect(stamps()).toEqual(before);
});

function stamps(): string[] {
  const folder = join(workspace.root, "a", "generated");
  return readdirSync(folder).map((name) => {
    return `${name} ${String(statSync(join(folder, name)).mtimeMs)}`;
  });
}
