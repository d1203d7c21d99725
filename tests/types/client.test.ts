import { execFile } from "node:child_process";
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { UNCHECKED } from "../../generator/emit/header.js";
import { ROOT } from "../generate/render.js";
import { createWorkspace } from "../generate/workspace.js";

const workspace = createWorkspace();
afterAll(() => workspace.remove());

const STRICT = {
  ...{
    target: "ES2022",
    module: "NodeNext",
    strict: true,
    noEmit: true,
    types: ["node"],
    skipLibCheck: true,
  },
  ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noImplicitOverride: true },
  ...{ noPropertyAccessFromIndexSignature: true, noImplicitReturns: true, noFallthroughCasesInSwitch: true },
  ...{ isolatedModules: true, verbatimModuleSyntax: true, rootDir: "." },
};
const DECLARED = { ...STRICT, noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: "out" };

/** What a compiler says of a folder of the workspace. */
async function check(compiler: string, folder: string, options: object, include: string[]): Promise<string> {
  const project = join(workspace.root, folder, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: options, include }));
  const tsc = join(ROOT, "node_modules", compiler, "bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [tsc, "-p", project, "--pretty", "false"]);
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** A copy of a fixture, whose client TypeScript looks at. */
function copied(fixture: string, folder: string): void {
  cpSync(join(ROOT, "fixtures", fixture), join(workspace.root, folder, fixture), { recursive: true });
  lookAt(join(workspace.root, folder, fixture, "generated"));
}

function lookAt(client: string): void {
  for (const file of readdirSync(client).filter((name) => name.endsWith(".ts"))) {
    const text = readFileSync(join(client, file), "utf8");
    expect(text).toContain(`\n${UNCHECKED}\n`);
    writeFileSync(join(client, file), text.replace(`${UNCHECKED}\n`, ""));
  }
}

describe.each(["typescript", "typescript-6", "typescript-7"])("%s", (compiler) => {
  test.each(["library", "kitchen", "archive", "club"])(
    "finds nothing in the client of %s",
    async (fixture) => {
      copied(fixture, `${compiler}-${fixture}`);
      // The kitchen carries enums of the user's, which cannot be erased.
      const options = { ...STRICT, erasableSyntaxOnly: fixture !== "kitchen" };
      const found = await check(compiler, `${compiler}-${fixture}`, options, [`${fixture}/generated`]);
      expect(found).toBe("");
    },
  );

  test("writes declarations of a client without looking at other files", async () => {
    const folder = `${compiler}-isolated`;
    workspace.copy("library/models", `${folder}/models`);
    const models = join(workspace.root, folder, "models/book.ts");
    const said = readFileSync(models, "utf8").replace(
      "(this: BookQuerySet)",
      "(this: BookQuerySet): BookQuerySet",
    );
    writeFileSync(models, said);
    workspace.write(`${folder}/ormgen.config.json`, "{}");
    expect(await workspace.ormgen(folder)).toMatchObject({ status: 0 });
    lookAt(join(workspace.root, folder, "generated"));
    const options = { ...DECLARED, isolatedDeclarations: true };
    expect(await check(compiler, folder, options, ["generated"])).toBe("");
  });

  test("writes declarations of whatever a project exports of querysets", async () => {
    const folder = `${compiler}-exports`;
    copied("library", folder);
    cpSync(join(ROOT, "fixtures/exports"), join(workspace.root, folder, "exports"), { recursive: true });
    const options = { ...DECLARED, composite: true };
    expect(await check(compiler, folder, options, ["exports", "library/generated"])).toBe("");
    const written = readFileSync(join(workspace.root, folder, "out/exports/exports.d.ts"), "utf8");
    expect(written).toContain("BookQuerySet<");
    expect(written).not.toMatch(/\bany\b/);
  });
});

test("a mistake in a client would be seen", async () => {
  copied("archive", "mistaken");
  workspace.write("mistaken/archive/generated/more.ts", 'export const wrong: number = "text";\n');
  expect(await check("typescript", "mistaken", STRICT, ["archive/generated"])).toContain("more.ts(1,14)");
});
