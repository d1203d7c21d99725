import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import { JOURNAL, carryOut, readJournal, writeJournal } from "./journal.js";
import { MANIFEST, printManifest, readOrigins, type Manifest } from "./manifest.js";
import { OutputConflict } from "./output-conflict.js";
import type { OutputPlan } from "./output-plan.js";

/** What dead runs leave: drafts of journals and of files, and the stages of earlier versions. */
const LEFT = new RegExp(
  `^(?:${JOURNAL.replaceAll(".", "\\.")}\\.\\d+|\\.ormgen-stage-.*|.*\\.ts\\.\\d{6,})$`,
  "u",
);
const ABANDONED_AFTER = 10 * 60_000;

/**
 * Carries out the plan, whole or not at all: killed at any moment, the folder is as before, or the next run finishes what
 * its journal says.
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
  removeAbandoned(output);
  const journal = { write: write.map(({ path, text }) => ({ path, text })), remove, manifest };
  // Nothing has changed yet where this cannot be written; until the end a file may be the old one or the new.
  writeFileAtomicSync(join(output, MANIFEST), printManifest(both(before, after)));
  writeJournal(output, journal);
  carryOut(output, journal);
}

function both(before: Manifest, after: Manifest): Manifest {
  const merged = new Map<string, readonly string[]>(before);
  for (const [path, hashes] of after)
    merged.set(path, [...new Set([...(before.get(path) ?? []), ...hashes])]);
  return merged;
}

/** Finishes what a run that was killed had begun. */
export function finishOutput(output: string): void {
  const journal = readJournal(output);
  if (journal) carryOut(output, journal);
}

/** A young one may belong to a run beside this one. */
function removeAbandoned(output: string): void {
  for (const name of readdirSync(output)) {
    if (!LEFT.test(name)) continue;
    const place = join(output, name);
    const age = Date.now() - (statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > ABANDONED_AFTER) rmSync(place, { recursive: true, force: true });
  }
}
