import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import {
  Person,
  Workshop,
  caseWhen,
  coalesce,
  greatest,
  least,
  nullIf,
} from "../../fixtures/kitchen/generated/index.js";
import { executeScript } from "../../runtime/executor/index.js";
import type { Expression } from "../../runtime/index.js";
import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FILE = join(ROOT, "fixtures/types/numbers.ts");

const OPERATORS = ["add", "sub", "mul", "div", "mod", "pow"];
const COLUMNS = ["seats", "stars", "views", "satoshis", "weight", "price", "estimate"].map(
  (name) => `f.${name}`,
);
const PLAIN = ["2", "0.5", '"0.5"', "2n"];

/** Every pair of numbers, under every operator and function that takes two. */
const EXPRESSIONS = COLUMNS.flatMap((left) => [
  ...[...COLUMNS, ...PLAIN].flatMap((right) => [
    ...OPERATORS.map((operator) => `${left}.${operator}(${right})`),
    ...["coalesce", "greatest", "least", "nullIf"].map((name) => `${name}(${left}, ${right})`),
    `caseWhen(f.open, ${left}).else(${right})`,
    `caseWhen(f.open.eq(false), ${right}).when(f.open, ${left}).else(${right})`,
    `${left}.add(${right}).mul(f.price)`,
    `coalesce(${left}, ${right}).sub(f.price)`,
    `caseWhen(f.open, ${left}).else(${right}).add(f.price)`,
  ]),
  `${left}.neg()`,
  `${left}.abs().add(f.price)`,
  `${left}.pow(2).sub(f.price)`,
]);

/** What the compiler says that each gives; null where it refuses it. */
function said(): (readonly string[] | null)[] {
  const head = [
    'import { Workshop, caseWhen, coalesce, greatest, least, nullIf, type Expression } from "../kitchen/generated/index.js";',
    "const { f } = Workshop;",
    "type Said<E> = E extends Expression<infer T> ? T : never;",
    "void [caseWhen, coalesce, greatest, least, nullIf];",
  ];
  const lines = EXPRESSIONS.flatMap((expression, at) => [
    `const e${String(at)} = ${expression};`,
    `export type T${String(at)} = Said<typeof e${String(at)}>;`,
  ]);
  const text = [...head, ...lines].join("\n");
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    paths: { "ormgen/runtime": [join(ROOT, "runtime/index.ts")] },
  };
  const host = ts.createCompilerHost(options);
  const original = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === FILE ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) : original(path, ...rest);
  host.fileExists = (path) => path === FILE || ts.sys.fileExists(path);
  host.readFile = (path) => (path === FILE ? text : readFileSync(path, "utf8"));
  const program = ts.createProgram([FILE], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(FILE);
  if (!source) throw new Error("the program is missing");
  const refused = new Set(
    program
      .getSemanticDiagnostics(source)
      .map(({ start = 0 }) => source.getLineAndCharacterOfPosition(start).line),
  );
  const types = source.statements.filter(ts.isTypeAliasDeclaration).slice(1);
  return types.map((alias, at) => {
    if (refused.has(head.length + 2 * at)) return null;
    const type = checker.getTypeAtLocation(alias);
    const parts = type.isUnion() ? type.types : [type];
    return [...new Set(parts.map(kindOfType))].sort();
  });
}

function kindOfType(type: ts.Type): string {
  if (type.flags & ts.TypeFlags.StringLike) return "string";
  if (type.flags & ts.TypeFlags.NumberLike) return "number";
  if (type.flags & ts.TypeFlags.BigIntLike) return "bigint";
  return type.flags & ts.TypeFlags.Null ? "null" : `?${String(type.flags)}`;
}

test("every pair of numbers gives what its type says", { timeout: 120_000 }, async () => {
  const end = await connectOwn();
  try {
    await executeScript(tablesOf("fixtures/kitchen"));
    const host = await Person.objects.create({ name: "Ann" });
    const some = { host, seats: 3, views: 5, satoshis: 4n, price: "1.50" };
    await Workshop.objects.create({ ...some, title: "a", slug: "a", stars: 3, weight: 2.5, estimate: 1.5 });
    await Workshop.objects.create({
      ...some,
      title: "b",
      slug: "b",
      stars: null,
      weight: null,
      estimate: null,
    });
    const rows = Workshop.objects.orderBy("slug");
    const wrong: unknown[] = [];
    let checked = 0;
    for (const [at, types] of said().entries()) {
      const text = EXPRESSIONS[at] ?? "";
      if (types === null) continue;
      checked += 1;
      const given = await rows.valuesList(made(text), { flat: true }).toArray();
      const kinds = given.map((value) => (value === null ? "null" : typeof value));
      const one = types.filter((type) => type !== "null").length === 1;
      if (!one || !kinds.every((each) => types.includes(each))) wrong.push({ text, types, kinds });
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(700);
  } finally {
    await end();
  }
});

function made(text: string): Expression<unknown> {
  const names = { caseWhen, coalesce, greatest, least, nullIf, f: Workshop.f };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text that the compiler has read
  const make = new Function(...Object.keys(names), `return ${text}`) as (
    ...of: unknown[]
  ) => Expression<unknown>;
  return make(...Object.values(names));
}
