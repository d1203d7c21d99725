import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emitFiles } from "../../generator/emit/emit.js";
import { formatFiles } from "../../generator/emit/format.js";
import { MANIFEST, readOrigins } from "../../generator/emit/manifest.js";
import { writtenBefore } from "../../generator/emit/output-plan.js";

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
