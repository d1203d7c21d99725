#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { run } from "../generator/cli/run.js";

const INTERRUPTED = 130;

const interruption = new AbortController();
process.on("SIGINT", () => {
  // The second Ctrl-C does not wait for what is under way.
  if (interruption.signal.aborted) process.exit(INTERRUPTED);
  interruption.abort();
});

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  version: readVersion(),
});

/** From the package's own package.json, above this file in the source tree and in the built package alike. */
function readVersion(): string {
  for (const up of ["..", "../.."]) {
    try {
      const file = new URL(`${up}/package.json`, import.meta.url);
      return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
    } catch {
      // One folder further up.
    }
  }
  return "unknown";
}
