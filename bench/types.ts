/**
 * `npm run bench:types`: what a hundred models and three hundred queries cost the type checker, against a budget, and
 * beside as many queries of Kysely over the same tables. Uses `dist/`, as a project that installed the package does.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { snakeCase } from "../generator/schema/naming/names.js";
import { MODELS, modelFile, nameOf, targetsOf } from "./models.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const QUERIES_PER_MODEL = 3;

/** A twentieth above what was measured. Time depends on the machine and has no budget of its own: it is held against Kysely's. */
const BUDGETS = {
  "typescript-6": { types: 112_000, instantiations: 645_000, memoryMB: 420 },
  "typescript-7": { types: 122_000, instantiations: 645_000, memoryMB: 230 },
} as const;
const COMPILERS = ["typescript-6", "typescript-7"] as const;

interface Figures {
  readonly types: number;
  readonly instantiations: number;
  readonly memoryMB: number;
  readonly seconds: number;
  readonly checkSeconds: number;
}

const root = realpathSync(mkdtempSync(join(tmpdir(), "ormgen-bench-types-")));
try {
  writeProject(root);
  run("generate", [join(ROOT, "dist/bin/ormgen.js"), "--quiet"]);
  const figures = COMPILERS.map((compiler) => {
    const [schema, measured, peer] = (["schema", "queries", "kysely"] as const).map((what) =>
      check(compiler, what),
    );
    if (!schema || !measured || !peer) throw new Error("nothing was measured");
    print(`${compiler}, the client alone`, schema);
    print(`${compiler}, and 300 queries`, measured);
    print(`${compiler}, 300 of Kysely's`, peer);
    console.log(
      `${compiler}: ${(measured.checkSeconds / peer.checkSeconds).toFixed(2)} of Kysely's check time`,
    );
    return [compiler, measured] as const;
  });
  for (const [compiler, measured] of figures) {
    const budget = BUDGETS[compiler];
    for (const name of Object.keys(budget) as (keyof typeof budget)[]) {
      if (measured[name] <= budget[name]) continue;
      console.error(
        `${compiler}: ${String(measured[name])} ${name}, over the budget of ${String(budget[name])}`,
      );
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

function print(what: string, { types, instantiations, memoryMB, seconds, checkSeconds }: Figures): void {
  console.log(
    `${what}: ${String(types)} types, ${String(instantiations)} instantiations, ` +
      `${memoryMB.toFixed(0)} MB, ${seconds.toFixed(2)} s (${checkSeconds.toFixed(2)} s of checking)`,
  );
}

function writeProject(place: string): void {
  for (const folder of ["models", "node_modules/@types"]) mkdirSync(join(place, folder), { recursive: true });
  symlinkSync(ROOT, join(place, "node_modules/ormgen"), "junction");
  symlinkSync(join(ROOT, "node_modules/@types/node"), join(place, "node_modules/@types/node"), "junction");
  writeFileSync(join(place, "package.json"), '{ "type": "module" }');
  const compilerOptions = {
    ...{ target: "ES2022", module: "NodeNext", strict: true, exactOptionalPropertyTypes: true },
    ...{ noUncheckedIndexedAccess: true, types: ["node"], skipLibCheck: true, noEmit: true },
  };
  const project = (name: string, include: string) =>
    writeFileSync(
      join(place, `tsconfig.${name}.json`),
      JSON.stringify({ compilerOptions, include: [include] }),
    );
  project("schema", "generated");
  project("queries", "queries.ts");
  project("kysely", "kysely.ts");
  symlinkSync(join(ROOT, "node_modules/kysely"), join(place, "node_modules/kysely"), "junction");
  const indexes = Array.from({ length: MODELS }, (_, index) => index);
  for (const index of indexes) {
    writeFileSync(join(place, "models", `model-${String(index)}.ts`), modelFile(index));
  }
  const names = indexes.map(nameOf).join(", ");
  const queries = indexes.flatMap((index) => queriesOf(index).slice(0, QUERIES_PER_MODEL));
  const file = `import { ${names}, count, or, sum } from "./generated/index.js";\n\n${queries.join("\n")}\n`;
  writeFileSync(join(place, "queries.ts"), file);
  const peers = indexes.flatMap((index) => peersOf(index).slice(0, QUERIES_PER_MODEL));
  const head = `import { type Kysely, sql } from "kysely";
import type { Database } from "./generated/database.js";
declare const db: Kysely<Database>;`;
  writeFileSync(join(place, "kysely.ts"), `${head}\n\n${peers.join("\n")}\nvoid sql;\n`);
}

/** The same three questions as Kysely asks them. */
function peersOf(index: number): string[] {
  const table = snakeCase(nameOf(index));
  const [first, second] = targetsOf(index).map((other) => snakeCase(nameOf(other)));
  return [
    `for (const row of await db.selectFrom("${table}")
  .innerJoin("${first} as a", "a.id", "${table}.to0_id")
  .innerJoin("${second} as b", "b.id", "a.to1_id")
  .where("b.name", "ilike", "%a%").where("${table}.count", ">=", ${String(index)}).where("${table}.state", "=", "open")
  .where((eb) => eb.not(eb.or([eb("${table}.day", ">", "2024-01-01"), eb("b.rating", "is", null)])))
  .select(["a.name as a_name", "b.slug as b_slug", "${table}.state"])
  .orderBy("a.name", "desc").orderBy("${table}.slug").execute()) {
  const said: string = row.a_name + row.b_slug + row.state;
  console.log(said);
}`,
    `for (const row of await db.selectFrom("${table}")
  .innerJoin("${first} as a", "a.id", "${table}.to0_id")
  .groupBy(["${table}.id", "a.name"])
  .select((eb) => ["${table}.name", "a.name as a_name", eb.fn.sum<string>("${table}.price").as("total"), eb.fn.countAll<number>().as("others")])
  .having((eb) => eb.fn.countAll(), ">", 1).execute()) {
  const said: [string, string, number] = [row.name, row.a_name, row.others];
  console.log(said);
}`,
    `for (const row of await db.selectFrom("${first ?? ""}")
  .innerJoin("${table} as a", "a.to0_id", "${first ?? ""}.id")
  .where("a.price", ">", "1").selectAll("a").select(["${first ?? ""}.name as b_name"]).execute()) {
  const said: string[] = [row.name, row.b_name];
  console.log(said);
}`,
  ];
}

/** What a project asks of a model: along relations in both directions, with shapes of its own. */
function queriesOf(index: number): string[] {
  const model = nameOf(index);
  const reverse = `from${String(index)}x0`;
  const [first] = targetsOf(index);
  const target = nameOf(first);
  return [
    `for (const row of await ${model}.objects
  .filter({ to0__to1__name__icontains: "a", count__gte: ${String(index)}, state: "open" })
  .exclude(or(${model}.q({ day__year: 2024 }), ${model}.q({ to2__rating__isnull: true })))
  .selectRelated("to0", "to0__to1", "to1")
  .orderBy("-to0__name", "slug")) {
  const said: string = row.to0.name + row.to0.to1.slug + row.to1.state;
  console.log(said);
}`,
    `for (const row of await ${model}.objects
  .annotate({ total: sum(${model}.f.price), others: count(${model}.f.to0) })
  .filter({ others__gt: 1 })
  .values("name", "to0__name", "to1__to2__day", "total", "others")) {
  const said: [string, string, string | null, number] = [row.name, row.to0__name, row.to1__to2__day, row.others];
  console.log(said);
}`,
    `for (const row of ${target}.objects.filter({ ${reverse}__price__gt: "1" }).prefetchRelated("${reverse}", "to0")) {
  const said: string[] = row.${reverse}.all().toArraySync().map((each) => each.name);
  console.log(said, row.to0.name);
}`,
  ];
}

function check(compiler: string, what: "schema" | "queries" | "kysely"): Figures {
  const tsc = join(ROOT, "node_modules", compiler, "bin", "tsc");
  const output = run(compiler, [
    tsc,
    "-p",
    `tsconfig.${what}.json`,
    "--extendedDiagnostics",
    "--pretty",
    "false",
  ]);
  const figure = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "mu").exec(output)?.[1]);
  return {
    types: figure("Types"),
    instantiations: figure("Instantiations"),
    memoryMB: figure("Memory used") / 1024,
    seconds: figure("Total time"),
    checkSeconds: figure("Check time") || 0,
  };
}

function run(what: string, args: readonly string[]): string {
  const ended = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ended.status === 0) return ended.stdout;
  throw new Error(`${what}: ${ended.stdout.slice(0, 4_000)}${ended.stderr.slice(0, 4_000)}`);
}
