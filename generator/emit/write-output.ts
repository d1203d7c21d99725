import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { MANIFEST, printManifest, readOrigins, type Manifest } from "./manifest.js";
import { OutputConflict } from "./output-conflict.js";
import type { OutputPlan } from "./output-plan.js";

const STAGE = ".ormgen-stage-";
const ABANDONED_AFTER = 10 * 60_000;

/**
 * Carries out the plan, whole or not at all as far as a file system allows: every text is staged and on disk
 * before the first file is replaced, and the renames run without a break in between.
 *
 * Throws `OutputConflict` and touches nothing where a file is in the way.
 */
export function writeOutput(plan: OutputPlan): void {
  if (plan.obstacles.length > 0) throw new OutputConflict(plan.obstacles);
  const { output, write, remove, before, after, origins } = plan;
  const manifest = printManifest(after, origins);
  const settled = printManifest(before, readOrigins(output)) === manifest;
  if (write.length === 0 && remove.length === 0 && settled) return;
  mkdirSync(output, { recursive: true });
  removeAbandonedStages(output);
  const stage = join(output, `${STAGE}${randomUUID()}`);
  mkdirSync(stage);
  try {
    write.forEach((file, index) => writeDurably(join(stage, String(index)), file.text));
    writeManifest(output, printManifest(both(before, after)));
    write.forEach((file, index) => {
      const place = join(output, file.path);
      mkdirSync(dirname(place), { recursive: true });
      renameSync(join(stage, String(index)), place);
    });
    for (const path of remove) removeFile(output, path);
    writeManifest(output, manifest);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function writeDurably(place: string, text: string): void {
  const file = openSync(place, "wx");
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeManifest(output: string, text: string): void {
  writeFileAtomicSync(join(output, MANIFEST), text);
}

function both(before: Manifest, after: Manifest): Manifest {
  const merged = new Map<string, readonly string[]>(before);
  for (const [path, hashes] of after)
    merged.set(path, [...new Set([...(before.get(path) ?? []), ...hashes])]);
  return merged;
}

/** The file and the folders that are empty without it. */
function removeFile(output: string, path: string): void {
  rmSync(join(output, path), { force: true });
  const parts = path.split("/").slice(0, -1);
  try {
    for (; parts.length > 0; parts.pop()) rmdirSync(join(output, ...parts));
  } catch {
    // Something else lives there.
  }
}

/** Of runs that were killed; a young one may belong to a run beside this one. */
function removeAbandonedStages(output: string): void {
  for (const name of readdirSync(output)) {
    if (!name.startsWith(STAGE)) continue;
    const place = join(output, name);
    const age = Date.now() - (statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > ABANDONED_AFTER) rmSync(place, { recursive: true, force: true });
  }
}
