#!/usr/bin/env node
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";
import { run } from "../generator/cli/run.js";

const INTERRUPTED = 130;

// Since Node 22.8, what a command loads is compiled once a machine: TypeScript's parser is most of it.
const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();

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
  build: readBuild(),
});

/** Of the built program: it names the files that it loads by their content. Not of its source, which does not. */
function readBuild(): string | undefined {
  const file = fileURLToPath(import.meta.url);
  return file.endsWith(".js")
    ? createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16)
    : undefined;
}

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
