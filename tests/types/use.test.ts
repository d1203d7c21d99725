import { execFile } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectationsOf, inOneOrder, meaning, problemsOf, type Expectation } from "./expectations.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FILES = readdirSync(join(ROOT, "fixtures/types")).filter((name) => name.endsWith(".ts"));

describe.each(["typescript", "typescript-6", "typescript-7"])("%s", (compiler) => {
  let folder: string;
  const expectations: (Expectation & { readonly file: string })[] = [];

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-types-")));
    for (const part of ["runtime", "fixtures/library", "fixtures/kitchen", "fixtures/club", "fixtures/types"])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "package.json"), readFileSync(join(ROOT, "package.json")));
    for (const file of FILES) {
      const path = join(folder, "fixtures/types", file);
      const { text, expectations: found } = expectationsOf(readFileSync(path, "utf8"));
      expectations.push(...found.map((each) => ({ ...each, file })));
      writeFileSync(path, text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("what must compile does, and what must not does not", async () => {
    expect(await tsc(compiler, join(ROOT, "fixtures/types"))).toBe("");
  });

  test("every expectation fails for its own reason", async () => {
    const output = await tsc(compiler, join(folder, "fixtures/types"));
    const problems = FILES.flatMap((file) => problemsOf(output, file).map((each) => ({ ...each, file })));
    const unmet = expectations.flatMap(({ file, line, reason }) => {
      const found = problems.filter(
        (problem) => problem.file === file && problem.line >= line && problem.line <= line + 1,
      );
      const wanted = meaning(inOneOrder(reason));
      return found.some(({ text }) => wanted === null || inOneOrder(text).includes(wanted))
        ? []
        : [{ file, line, reason, found }];
    });
    expect(unmet).toEqual([]);
    expect(expectations.length).toBeGreaterThan(30);
    expect(problems.length).toBeGreaterThanOrEqual(expectations.length);
  });
});

async function tsc(compiler: string, project: string): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve(`${compiler}/package.json`);
  const program = join(dirname(manifest), "bin", "tsc");
  const args = [program, "--pretty", "false", "--noErrorTruncation", "-p", project];
  try {
    return (await promisify(execFile)(process.execPath, args, { maxBuffer: 64 << 20 })).stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
