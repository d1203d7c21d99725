/**
 * `npm run bench:migrations`: what making, proving, applying and reading a schema takes, at 20, 100 and 500 tables on the
 * embedded database, as a user has it: each line is a process of its own, boot included.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelFile } from "./models.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/ormgen.js", import.meta.url));
const TABLES = (process.env["BENCH_TABLES"] ?? "20,100,500").split(",").map(Number);

/** Run inside the measured process, which tells its work when it ends: a shared machine's clock says little. */
const REPORT = `import { isMainThread } from "node:worker_threads";
process.on("exit", () => {
  if (!isMainThread) return;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("cpu " + (userCPUTime + systemCPUTime) + "\\n");
});`;

interface Taken {
  readonly clock: number;
  readonly processor: number;
}

function ormgen(root: string, ...args: string[]): Taken {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", join(root, "report.mjs"), COMMAND, ...args, "--quiet"],
    { cwd: root, encoding: "utf8", env: { PATH: process.env["PATH"] ?? "" } },
  );
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { clock: performance.now() - started, processor: Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1000 };
}

const shown = ({ clock, processor }: Taken): string => `${clock.toFixed(0)} (${processor.toFixed(0)})`;

function measure(tables: number): Record<string, string> {
  const root = mkdtempSync(join(tmpdir(), "ormgen-bench-"));
  try {
    mkdirSync(join(root, "models"));
    const write = (index: number, change: (text: string) => string = (text) => text): void =>
      writeFileSync(join(root, "models", `model-${String(index)}.ts`), change(modelFile(index, tables)));
    for (let index = 0; index < tables; index += 1) write(index);
    writeFileSync(join(root, "report.mjs"), REPORT);
    const first = ormgen(root, "makemigrations");
    const applied = ormgen(root, "migrate");
    write(0, (text) =>
      text.replace("  name =", "  more = fields.text({ null: true, index: true });\n  name ="),
    );
    const planned = ormgen(root, "makemigrations", "--no-verify", "--dry-run");
    const proved = ormgen(root, "makemigrations", "more");
    return {
      "makemigrations, the first, proved": shown(first),
      "migrate, the first": shown(applied),
      "makemigrations, a change, not proved": shown(planned),
      "makemigrations, a change, proved": shown(proved),
      "of that, the proof": shown({
        clock: proved.clock - planned.clock,
        processor: proved.processor - planned.processor,
      }),
      "migrate, a change": shown(ormgen(root, "migrate")),
      drift: shown(ormgen(root, "drift")),
      inspectdb: shown(ormgen(root, "inspectdb", "--out", "read")),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const columns = TABLES.map((tables) => ({ tables, figures: measure(tables) }));
console.log(
  `ms, of processor in brackets${" ".repeat(12)}${columns.map(({ tables }) => `${String(tables)} tables`.padStart(18)).join("")}`,
);
for (const name of Object.keys(columns[0]?.figures ?? {}))
  console.log(name.padEnd(40) + columns.map(({ figures }) => (figures[name] ?? "").padStart(18)).join(""));
