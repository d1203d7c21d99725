/** `npm run bench:queries` and its fellows: a program of this folder, bundled, on a server of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown, type Plugin } from "rolldown";
import { globSync } from "tinyglobby";
import { createSql } from "../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../generator/migrate/state/state-of.js";
import { loadSchema } from "../generator/read/index.js";
import { bridgeWorkerPlugin } from "../runtime/driver/bridge/build-worker.js";
import { startServer } from "../tests/server/start-server.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, "node_modules", ".cache", `ormgen-bench-${String(process.pid)}`);

/** Each with what it starts by itself. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  measure: [],
  pool: [],
  soak: [],
  "first/start": ["first/nothing", "first/pg", "first/ormgen"],
};
const [program = "measure", ...flags] = process.argv.slice(2);
const others = PROGRAMS[program];
if (others === undefined) throw new Error(`the programs are ${Object.keys(PROGRAMS).join(", ")}`);
/** What starts is the package as it is built: how its files load is what is measured. */
const runtime: Plugin = {
  name: "runtime",
  resolveId: (id) => {
    if (id !== "ormgen/runtime") return null;
    if (others.length === 0) return join(ROOT, "runtime/index.ts");
    return { id: join(ROOT, "dist/runtime/index.js"), external: true };
  },
};

const root = join(ROOT, "fixtures/library");
const { schema } = loadSchema({ root, files: globSync(["models/**/*.ts"], { cwd: root, absolute: true }) });
if (schema === null) throw new Error("the library's models have mistakes");

mkdirSync(OUT, { recursive: true });
const server = await startServer();
try {
  const bundle = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(
      [program, ...others].map((name) => [basename(name), join(ROOT, `bench/${name}.ts`)]),
    ),
    platform: "node",
    external: (id) => !/^[./]|virtual:|^ormgen\//u.test(id),
    plugins: [runtime, bridgeWorkerPlugin()],
    logLevel: "silent",
  });
  await bundle.write({ dir: OUT, format: "esm", entryFileNames: "[name].mjs" });
  await bundle.close();
  const env = {
    ...process.env,
    BENCH_SERVER: server.url,
    BENCH_TABLES: createSql(stateOf(schema)).join("\n"),
  };
  const { status } = spawnSync(process.execPath, [...flags, join(OUT, `${basename(program)}.mjs`)], {
    env,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  await server.stop();
  rmSync(OUT, { recursive: true, force: true });
}
