/**
 * `npm run bench`: how long `npx ormgen` takes for a hundred models and for five hundred, and how much memory, as a user
 * has it: cold, again with nothing changed, and with one model changed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelFiles } from "./models.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/ormgen.js", import.meta.url));
/** Run inside the measured process, which tells its own peak and its work when it ends. */
const REPORT = `import { isMainThread } from "node:worker_threads";
process.on("exit", () => {
  if (!isMainThread) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("peak " + maxRSS + " cpu " + (userCPUTime + systemCPUTime) + "\\n");
});`;
/** A fifth above what was measured. Time depends on the machine: a run with nothing changed is held against the cold one. */
const BUDGETS = [
  { hundreds: 1, outputMB: 1.25, memoryMB: 310, again: 0.15 },
  { hundreds: 5, outputMB: 6.25, memoryMB: 480, again: 0.15 },
] as const;

interface Figures {
  readonly seconds: number;
  readonly processor: number;
  readonly memoryMB: number;
}

for (const budget of BUDGETS) {
  const root = mkdtempSync(join(tmpdir(), "ormgen-bench-"));
  try {
    measure(root, budget);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function measure(root: string, budget: (typeof BUDGETS)[number]): void {
  const files = modelFiles(budget.hundreds);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  writeFileSync(join(root, "report.mjs"), REPORT);
  const many = `${String(budget.hundreds)}00 models`;
  const cold = run(root, `${many}, cold`);
  const again = run(root, `${many}, again`);
  const [path, text] = [...files][0] as [string, string];
  writeFileSync(join(root, path), text.replace("maxLength: 100", "maxLength: 120"));
  run(root, `${many}, one changed`);
  const output = join(root, "generated");
  const bytes = readdirSync(output).reduce((sum, name) => sum + statSync(join(output, name)).size, 0);
  console.log(`${many}: ${(bytes / 1e6).toFixed(2)} MB of output`);
  hold(many, "MB of output", bytes / 1e6, budget.outputMB);
  hold(many, "MB at the peak", cold.memoryMB, budget.memoryMB);
  hold(many, "of the cold run's work with nothing changed", again.processor / cold.processor, budget.again);
}

function hold(many: string, what: string, measured: number, budget: number): void {
  if (measured <= budget) return;
  console.error(`${many}: ${measured.toFixed(2)} ${what}, over the budget of ${String(budget)}`);
  process.exitCode = 1;
}

function run(root: string, label: string): Figures {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", join(root, "report.mjs"), COMMAND, "--quiet"],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - started) / 1000;
  const memoryMB = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
  // A machine that is shared says more by the processor's seconds than by the clock's.
  const processor = Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1e6;
  const figures = `${seconds.toFixed(2)} s (${processor.toFixed(2)} s of processor), ${memoryMB.toFixed(0)} MB`;
  console.log(`${label}: ${figures}`);
  return { seconds, processor, memoryMB };
}
