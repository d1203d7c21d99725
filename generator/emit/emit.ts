import type { RenderedFile } from "./file.js";
import { formatFiles } from "./format.js";
import { OutputConflict } from "./output-conflict.js";
import { planOutput, writtenBefore, type OutputPlan } from "./output-plan.js";
import { readJournal, type Journal } from "./journal.js";
import { finishOutput, writeOutput } from "./write-output.js";

export interface EmitOptions {
  /** The output folder, absolute. */
  readonly output: string;
  /** Replaces generated files that were edited by hand. */
  readonly force?: boolean;
  /** Writes nothing: tells what would be written. */
  readonly check?: boolean;
  /** Aborted, nothing is written any more. */
  readonly signal?: AbortSignal;
}

/** Paths below the output folder, sorted. */
export interface EmitResult {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
}

/**
 * Formats the files that are not as they were, compares them with the output folder and writes those that changed.
 *
 * Throws `OutputConflict` where a file that ormgen did not write, or that was edited, is in the way.
 */
export async function emitFiles(files: readonly RenderedFile[], options: EmitOptions): Promise<EmitResult> {
  const begun = options.check === true ? readJournal(options.output) : null;
  if (options.check !== true) finishOutput(options.output);
  const formatted = await formatFiles(files, options.output, writtenBefore(options.output));
  options.signal?.throwIfAborted();
  const plan = planOutput(options.output, formatted, options.force);
  if (begun) return unfinished(plan, begun);
  if (plan.obstacles.length > 0) throw new OutputConflict(plan.obstacles);
  if (options.check !== true) writeOutput(plan);
  return { written: plan.write.map((file) => file.path), removed: plan.remove, unchanged: plan.unchanged };
}

/** A run that was killed left its journal: the folder is behind, whatever stands in it. */
function unfinished({ write, remove, unchanged }: OutputPlan, begun: Journal): EmitResult {
  const written = [...new Set([...write, ...begun.write].map(({ path }) => path))].sort();
  return { written, removed: remove, unchanged: unchanged.filter((path) => !written.includes(path)) };
}
