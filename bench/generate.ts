/** `npm run bench`: how long a cold `npx ormgen` takes for a hundred models, and how much memory, as a user has it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MODELS, modelFile } from "./models.js";

const COMMAND = fileURLToPath(new URL("../dist/bin/ormgen.js", import.meta.url));
/** Run inside the measured process, which tells its own peak and its work when it ends. */
const REPORT = `import { isMainThread } from "node:worker_threads";
process.on("exit", () => {
  if (!isMainThread) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write("peak " + maxRSS + " cpu " + (userCPUTime + systemCPUTime) + "\\n");
});`;

const root = mkdtempSync(join(tmpdir(), "ormgen-bench-"));
try {
  mkdirSync(join(root, "models"));
  for (let index = 0; index < MODELS; index++) {
    writeFileSync(join(root, "models", `model-${String(index)}.ts`), modelFile(index));
  }
  writeFileSync(join(root, "report.mjs"), REPORT);
  for (const label of ["cold", "again"]) {
    const started = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--import", join(root, "report.mjs"), COMMAND, "--quiet"],
      { cwd: root, encoding: "utf8" },
    );
    if (status !== 0) throw new Error(stderr);
    const seconds = (performance.now() - started) / 1000;
    const megabytes = Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
    // A machine that is shared says more by the processor's seconds than by the clock's.
    const processor = Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1e6;
    const figures = `${seconds.toFixed(2)} s (${processor.toFixed(2)} s of processor), ${megabytes.toFixed(0)} MB`;
    console.log(`${label}: ${figures}`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
