import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
  /** From a change, under `ormgen --watch`, to the client that holds it: the milliseconds of each. */
  readonly watched: (changes: readonly (() => void)[]) => Promise<number[]>;
}

export async function withModels<T>(many: number, work: (project: Measured) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "ormgen-bench-"));
  try {
    // What is kept between runs lies with the packages.
    for (const folder of ["models", "node_modules"]) mkdirSync(join(root, folder));
    const change: Measured["change"] = (index, changed) =>
      writeFileSync(join(root, "models", `model-${String(index)}.ts`), changed(modelFile(index, many)));
    for (let index = 0; index < many; index += 1) change(index, (text) => text);
    writeFileSync(join(root, "report.mjs"), REPORT);
    const watched: Measured["watched"] = (changes) => watch(root, changes);
    return await work({ root, change, ormgen: (...args) => run(root, args), watched });
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

async function watch(root: string, changes: readonly (() => void)[]): Promise<number[]> {
  const child = spawn(process.execPath, [COMMAND, "--watch"], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "" },
  });
  const took: number[] = [];
  try {
    let said = "";
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    const rounds = () => said.split("Watching the models").length - 1;
    const waitFor = async (done: () => boolean): Promise<void> => {
      while (!done()) {
        if (child.exitCode !== null) throw new Error(`ormgen --watch ended: ${said}`);
        await sleep(2);
      }
    };
    await waitFor(() => rounds() === 1);
    // The manifest is written last.
    const written = () => statSync(join(root, "generated", ".ormgen-manifest.json")).mtimeMs;
    for (const [at, change] of changes.entries()) {
      const before = written();
      const started = performance.now();
      change();
      await waitFor(() => written() !== before);
      took.push(performance.now() - started);
      await waitFor(() => rounds() === at + 2);
    }
  } finally {
    if (child.kill("SIGINT")) await once(child, "exit");
  }
  return took;
}
