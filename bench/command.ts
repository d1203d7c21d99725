import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modelFile } from "./models.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/ormgen.js", import.meta.url));
/** Run inside the measured process, which tells its own peak and its work when it ends. */
const REPORT = `import { isMainThread } from "node:worker_threads";
process.on("exit", () => {
  if (!isMainThread) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("peak " + maxRSS + " cpu " + (userCPUTime + systemCPUTime) + "\\n");
});`;

/** What one run took. A machine that is shared says more by the processor's time than by the clock's. */
export interface Taken {
  readonly clockMs: number;
  readonly processorMs: number;
  readonly memoryMB: number;
}

/** A project of so many models, on which the built command is run as a user runs it: each time a process of its own. */
export interface Measured {
  readonly root: string;
  /** Writes a model file again, changed. */
  readonly change: (index: number, change: (text: string) => string) => void;
  readonly ormgen: (...args: string[]) => Taken;
}

export function withModels<T>(many: number, work: (project: Measured) => T): T {
  const root = mkdtempSync(join(tmpdir(), "ormgen-bench-"));
  try {
    // What is kept between runs lies with the packages.
    for (const folder of ["models", "node_modules"]) mkdirSync(join(root, folder));
    const change: Measured["change"] = (index, changed) =>
      writeFileSync(join(root, "models", `model-${String(index)}.ts`), changed(modelFile(index, many)));
    for (let index = 0; index < many; index += 1) change(index, (text) => text);
    writeFileSync(join(root, "report.mjs"), REPORT);
    return work({ root, change, ormgen: (...args) => run(root, args) });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function run(root: string, args: readonly string[]): Taken {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", join(root, "report.mjs"), COMMAND, ...args, "--quiet"],
    { cwd: root, encoding: "utf8", env: { PATH: process.env["PATH"] ?? "" } },
  );
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  const told = (what: string) => Number(new RegExp(`${what} (\\d+)`).exec(stderr)?.[1]);
  return {
    clockMs: performance.now() - started,
    processorMs: told("cpu") / 1000,
    memoryMB: told("peak") / 1024,
  };
}
