import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emitFiles } from "../../generator/emit/emit.js";
import { formatFiles } from "../../generator/emit/format.js";
import { MANIFEST, readOrigins } from "../../generator/emit/manifest.js";
import { writtenBefore } from "../../generator/emit/output-plan.js";
import { ROOT } from "../generate/render.js";

const A = { path: "a.ts", text: "export const a=1" };
const B = { path: "b.ts", text: "export const b=1" };

let root: string;
let output: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ormgen-format-"));
  output = join(root, "generated");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The paths that the next run would take over without formatting them. */
async function takenOver(): Promise<string[]> {
  const before = writtenBefore(output);
  const taken: string[] = [];
  await formatFiles([A, B], output, (path, origin) => {
    const text = before(path, origin);
    if (text !== null) taken.push(path);
    return text;
  });
  return taken;
}

describe("a file that follows from the same text", () => {
  beforeEach(() => emitFiles([A, B], { output }));

  test("is not formatted again", async () => {
    expect(await takenOver()).toEqual(["a.ts", "b.ts"]);
  });

  test("is the same with the ends of lines turned", async () => {
    const place = join(output, "a.ts");
    writeFileSync(place, readFileSync(place, "utf8").replaceAll("\n", "\r\n"));
    expect(await takenOver()).toEqual(["a.ts", "b.ts"]);
    expect((await emitFiles([A, B], { output })).written).toEqual([]);
  });

  test("is formatted again where it was edited, is gone or the manifest knows nothing of it", async () => {
    rmSync(join(output, "a.ts"));
    writeFileSync(join(output, "b.ts"), `${readFileSync(join(output, "b.ts"), "utf8")}// mine\n`);
    expect(await takenOver()).toEqual([]);
    await emitFiles([A, B], { output, force: true });
    expect(await takenOver()).toEqual(["a.ts", "b.ts"]);
    writeFileSync(join(output, MANIFEST), "{");
    expect(await takenOver()).toEqual([]);
  });

  test("is formatted again under another configuration of prettier, and always with its plugins", async () => {
    writeFileSync(join(root, ".prettierrc"), '{ "semi": false }');
    expect((await emitFiles([A, B], { output })).written).toEqual(["a.ts", "b.ts"]);
    expect(readFileSync(join(output, "a.ts"), "utf8")).toContain("a = 1\n");
    writeFileSync(join(root, "plugin.mjs"), "export const languages = [];");
    writeFileSync(join(root, ".prettierrc"), '{ "semi": false, "plugins": ["./plugin.mjs"] }');
    await emitFiles([A, B], { output });
    expect(readOrigins(output).size).toBe(0);
  });
});

test("two threads of the built package write what one thread writes", async () => {
  const models = Array.from({ length: 30 }, (_, index) => `Model${String(index)}`);
  const text = models.map((name) => `export class ${name} extends Model { name = fields.text(); }`);
  const config = join(root, "ormgen.config.json");
  writeFileSync(config, '{ "models": "models.ts" }');
  writeFileSync(join(root, "models.ts"), `import { Model, fields } from "ormgen";\n${text.join("\n")}\n`);
  const count = join(root, "threads.cjs");
  writeFileSync(
    count,
    `const { isMainThread, threadId } = require("node:worker_threads");
if (!isMainThread) require("node:fs").writeFileSync(__dirname + "/thread", String(threadId));`,
  );
  const command = join(ROOT, "dist/bin/ormgen.js");
  const one = join(root, "one.cjs");
  writeFileSync(one, `require("node:os").availableParallelism = () => 1;`);
  const written: string[] = [];
  for (const hook of [one, count]) {
    await promisify(execFile)(process.execPath, ["--require", hook, command, "--config", config], {
      cwd: root,
    });
    written.push(readFileSync(join(output, MANIFEST), "utf8"));
    rmSync(output, { recursive: true });
  }
  expect(written[1]).toBe(written[0]);
  expect(Number(readFileSync(join(root, "thread"), "utf8"))).toBeGreaterThan(0);
});
