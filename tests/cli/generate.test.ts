import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BOOK, BROKEN, createProject } from "./command-line.js";

describe("ormgen generate", () => {
  test("writes the client; the second run writes nothing and says so", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    const first = await ormgen();
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toMatch(/✓ 1 model → generated: \d+ written/);
    expect(readdirSync(join(root, "generated"))).toContain("index.ts");
    const second = await ormgen("generate");
    expect(second).toMatchObject({ status: 0, stderr: "" });
    expect(second.stdout).toMatch(/generated is up to date/);
  });

  test("--json is one document", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    const first = JSON.parse((await ormgen("--json")).stdout) as Record<string, unknown>;
    expect(first).toMatchObject({ ok: true, diagnostics: [], removed: [], unchanged: [] });
    expect(first.written).toContain("index.ts");
    write("models/book.ts", BROKEN);
    const second = await ormgen("generate", "--json");
    expect(second).toMatchObject({ status: 1, stderr: "" });
    const document = JSON.parse(second.stdout) as {
      ok: boolean;
      diagnostics: { code: string; position: unknown }[];
    };
    expect(document.ok).toBe(false);
    expect(document.diagnostics.map(({ position }) => position)).toMatchObject([
      { file: "models/book.ts", line: 4 },
      { line: 5 },
    ]);
    for (const { code } of document.diagnostics) expect(code).toMatch(/^ORM\d{4}$/);
  });

  test("--quiet says nothing but errors", async () => {
    const { write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    expect(await ormgen("--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
    write("models/book.ts", BROKEN);
    expect((await ormgen("--quiet")).stderr).toContain("ORM");
  });

  test("mistakes are shown with place, code frame and hint, and nothing is written", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BROKEN);
    const { status, stdout, stderr } = await ormgen();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^models\/book\.ts:4:\d+ ORM\d{4} /m);
    expect(stderr).toMatch(/^> 4 \| +title = fields\.txt\(\);/m);
    expect(stderr).toMatch(/^hint: /m);
    expect(stderr).toContain("2 mistakes in 1 file. Nothing was written.");
    expect(existsSync(join(root, "generated"))).toBe(false);
  });

  test("--check writes nothing, and exits 1 when the client or the migrations are behind", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    expect(await ormgen("--check")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("generated is behind the models") as string,
    });
    expect(existsSync(join(root, "generated"))).toBe(false);
    await ormgen();
    expect(await ormgen("--check")).toMatchObject({ status: 0, stdout: "✓ generated is up to date\n" });
    await ormgen("makemigrations");
    expect((await ormgen("--check")).status).toBe(0);
    write("models/book.ts", BOOK.replace("200", "300"));
    await ormgen();
    const behind = await ormgen("--check");
    expect(behind).toMatchObject({ status: 1 });
    expect(behind.stderr).toContain("~ Book.title: type varchar(200) → varchar(300)");
  });

  test("a hand-edited file is kept, --force replaces it", async () => {
    const { root, write, ormgen } = createProject();
    write("models/book.ts", BOOK);
    await ormgen();
    const index = readFileSync(join(root, "generated/index.ts"), "utf8");
    write("generated/index.ts", `${index}// mine\n`);
    expect(await ormgen()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("index.ts was edited by hand") as string,
    });
    expect((await ormgen("--force")).status).toBe(0);
    expect(readFileSync(join(root, "generated/index.ts"), "utf8")).toBe(index);
  });

  test("no model files, and files without models", async () => {
    const { write, ormgen } = createProject();
    expect(await ormgen()).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/No model files match models\/\*\*\/\*\.ts/) as string,
    });
    write("models/a.ts", "export const a = 1;");
    expect(await ormgen()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("ORM1001") as string,
    });
  });
});
