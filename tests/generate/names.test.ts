import { execFile } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, expect, test } from "vitest";
import { UNCHECKED } from "../../generator/emit/header.js";
import { kebabCase } from "../../generator/schema/naming/names.js";
import { ROOT } from "./render.js";
import { createWorkspace } from "./workspace.js";

const workspace = createWorkspace();
afterAll(() => workspace.remove());

/** Every identifier that stands in a generated client. */
function identifiersOfTheClient(): string[] {
  const folder = join(ROOT, "fixtures/library/generated");
  const names = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), "utf8"),
      ts.ScriptTarget.Latest,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) names.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...names];
}

/** JavaScript's and TypeScript's own names. */
function globals(): string[] {
  const file = "globals.ts";
  const program = ts.createProgram([file], { lib: ["lib.es2023.d.ts"], types: [] }, undefined);
  const checker = program.getTypeChecker();
  const [any] = program.getSourceFiles();
  if (!any) throw new Error("TypeScript has no library");
  const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
  return checker.getSymbolsInScope(any, meaning).map(({ name }) => name);
}

/** Names that met the client's own once, or may: its files, Windows' devices, what a browser has. */
const OTHERS = [
  ...["Message", "Back", "A", "R", "L", "K", "P", "M", "E", "F", "Lazy", "With", "Where", "Create", "Update"],
  ...["Index", "Queryset", "Instance", "Con", "Nul", "Aux", "Com1", "Settings", "Client", "Node", "Event"],
  ...["Request", "Response", "File", "Document", "Record", "Set", "Map", "Error", "Symbol", "Function"],
];

/** One of those that would share a file, and none that another one's classes are called. */
function apart(names: readonly string[]): string[] {
  const stems = new Set<string>();
  return [...new Set(names)].sort().filter((name) => {
    const stem = kebabCase(name);
    if (stems.has(stem) || /(?:QuerySet|Manager|Model|Related)$/.test(name)) return false;
    stems.add(stem);
    return name !== "id" && /^[\p{L}$][\p{L}\p{N}$]*$/u.test(name) && !isKeyword(name);
  });
}

/** Whether JavaScript refuses a class of the name. */
function isKeyword(name: string): boolean {
  const kind = ts.identifierToKeywordKind(ts.factory.createIdentifier(name));
  return kind !== undefined && kind <= ts.SyntaxKind.LastFutureReservedWord;
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

function problemsIn({ output }: { readonly output: string }): Refusal[] {
  const { diagnostics, error } = JSON.parse(output) as { diagnostics: Refusal[]; error?: unknown };
  expect(error).toBeUndefined();
  return diagnostics.map(({ code, message }) => ({ code, message }));
}

/** Generates; names that are refused by name are left out, and said. */
async function generated(
  folder: string,
  names: readonly string[],
  modelsOf: (names: readonly string[]) => string,
): Promise<{ refused: string[]; codes: Set<string> }> {
  workspace.write(`${folder}/ormgen.config.json`, "{}");
  workspace.write(`${folder}/models/all.ts`, modelsOf(names));
  const diagnostics = problemsIn(await workspace.ormgen(folder, "generate", "--json"));
  if (diagnostics.length === 0) return { refused: [], codes: new Set() };
  const refused = names.filter((name) => diagnostics.some(({ message }) => message.includes(`"${name}"`)));
  const kept = names.filter((name) => !refused.includes(name));
  workspace.write(`${folder}/models/all.ts`, modelsOf(kept));
  expect(problemsIn(await workspace.ormgen(folder, "generate", "--json"))).toEqual([]);
  return { refused, codes: new Set(diagnostics.map(({ code }) => code)) };
}

/** What TypeScript says of a client when it looks at it. */
async function problemsOf(folder: string): Promise<string> {
  const place = join(workspace.root, folder);
  for (const file of readdirSync(join(place, "generated")).filter((name) => name.endsWith(".ts"))) {
    const path = join(place, "generated", file);
    writeFileSync(path, readFileSync(path, "utf8").replace(`${UNCHECKED}\n`, ""));
  }
  const compilerOptions = {
    ...{
      target: "ES2022",
      module: "NodeNext",
      strict: true,
      noEmit: true,
      types: ["node"],
      skipLibCheck: true,
    },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noImplicitOverride: true },
    ...{ erasableSyntaxOnly: true, isolatedModules: true, verbatimModuleSyntax: true },
  };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["generated"] }));
  const tsc = join(ROOT, "node_modules/typescript-7/bin/tsc");
  try {
    await promisify(execFile)(process.execPath, [tsc, "-p", place, "--pretty", "false"], {
      maxBuffer: 1 << 26,
    });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test("every name that the generator takes for a model makes a client that compiles", async () => {
  const names = apart([...identifiersOfTheClient(), ...globals(), ...OTHERS]);
  expect(names.length).toBeGreaterThan(250);
  const { refused, codes } = await generated("models-of-every-name", names, (all) => {
    const next = (at: number) => all[(at + 1) % all.length] ?? "";
    const classes = all.map(
      (name, at) => `export class ${name} extends Base0 {
  at = of0.timestamp({ null: true });
  raw = of0.bytes({ null: true });
  next = of0.foreignKey(() => ${next(at)}, { onDelete: "cascade", relatedName: "before" });
  self = of0.oneToOne(() => ${name}, { onDelete: "setNull", null: true, relatedName: "other" });
  many = of0.manyToMany(() => ${next(at + 1)}, { relatedName: "lots" });
  static options = { table: "t${String(at)}" };
  static queryset = { early() { return this.filter({ at__isnull: true }); } };
}`,
    );
    return `import { Model as Base0, fields as of0 } from "ormgen";\n${classes.join("\n")}\n`;
  });
  expect(await problemsOf("models-of-every-name")).toBe("");
  expect([...codes].sort()).toEqual(["ORM2005"]);
  for (const name of OTHERS) expect(refused).not.toContain(name);
  const bare = (all: readonly string[]) =>
    `import { Model as Base0, fields as of0 } from "ormgen";\n${all.map((name) => `export class ${name} extends Base0 { at = of0.timestamp(); }`).join("\n")}\n`;
  await generated("bare-models", OTHERS, bare);
  expect(await problemsOf("bare-models")).toBe("");
});

test("every name that the generator takes for a field makes a client that compiles", async () => {
  const names = apart([...identifiersOfTheClient(), ...globals(), ...OTHERS]);
  const plain = (all: readonly string[]) => all.map((name) => `  ${name} = of0.text({ null: true });`);
  const relations = (all: readonly string[]) =>
    all.map((name) => `  ${name} = of0.foreignKey(() => Other, { onDelete: "cascade", relatedName: "+" });`);
  const file = (of: typeof plain) => (all: readonly string[]) =>
    `import { Model as Base0, fields as of0 } from "ormgen";
export class Other extends Base0 {}
export class Thing extends Base0 {
${of(all).join("\n")}
}
`;
  const columns = await generated("fields-of-every-name", names, file(plain));
  expect(await problemsOf("fields-of-every-name")).toBe("");
  expect([...columns.codes].filter((code) => !["ORM2007", "ORM2009", "ORM2015"].includes(code))).toEqual([]);
  const apartWithTwins = names.filter((name) => !name.endsWith("Sync"));
  await generated("relations-of-every-name", apartWithTwins, file(relations));
  expect(await problemsOf("relations-of-every-name")).toBe("");
});
