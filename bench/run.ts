/** `npm run bench:queries` and its fellows: a program of this folder, bundled, on a server of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { globSync } from "tinyglobby";
import { createSql } from "../generator/migrate/ddl/create-sql.js";
import { stateOf } from "../generator/migrate/state/state-of.js";
import { loadSchema } from "../generator/read/index.js";
import { bridgeWorkerPlugin } from "../runtime/driver/bridge/build-worker.js";
import { startServer } from "../tests/server/start-server.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, "node_modules", ".cache", `ormgen-bench-${String(process.pid)}`);

const PROGRAMS = ["measure", "pool", "soak"];
const [program = "measure", ...flags] = process.argv.slice(2);
if (!PROGRAMS.includes(program)) throw new Error(`the programs are ${PROGRAMS.join(", ")}`);

const root = join(ROOT, "fixtures/library");
const { schema } = loadSchema({ root, files: globSync(["models/**/*.ts"], { cwd: root, absolute: true }) });
if (schema === null) throw new Error("the library's models have mistakes");

mkdirSync(OUT, { recursive: true });
const server = await startServer();
try {
  const bundle = await rolldown({
    cwd: ROOT,
    input: join(ROOT, `bench/${program}.ts`),
    platform: "node",
    external: (id) => !/^[./]|virtual:|^ormgen\//u.test(id),
    resolve: { alias: { "ormgen/runtime": join(ROOT, "runtime/index.ts") } },
    plugins: [bridgeWorkerPlugin()],
    logLevel: "silent",
  });
  await bundle.write({ dir: OUT, format: "esm", entryFileNames: "program.mjs" });
  await bundle.close();
  const env = {
    ...process.env,
    BENCH_SERVER: server.url,
    BENCH_TABLES: createSql(stateOf(schema)).join("\n"),
  };
  const { status } = spawnSync(process.execPath, [...flags, join(OUT, "program.mjs")], {
    env,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} finally {
  await server.stop();
  rmSync(OUT, { recursive: true, force: true });
}
