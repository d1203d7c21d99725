import type { MigrationFile } from "../files/migration-files.js";
import { extensionsIn } from "./extensions-in.js";
import { noteOf } from "../shadow/measure.js";
import { openShadow } from "../shadow/open-shadow.js";
import { resetFor } from "../shadow/outside-tables.js";
import { measureSteps, runSteps } from "../shadow/run-steps.js";
import { withParents } from "../files/graph.js";

export interface StatementLocks {
  readonly step: number;
  readonly sql: string;
  /** What it locks and costs; empty where it stops nobody. */
  readonly note: string;
}

/** What each statement of a migration locks, scans and writes anew: tried behind the migrations before it. */
export async function locksOf(
  files: readonly MigrationFile[],
  file: MigrationFile,
  way: "forward" | "reverse",
): Promise<StatementLocks[]> {
  const before = withParents(files, file.parents);
  const shadow = await openShadow(undefined, extensionsIn([...before, file]));
  try {
    await resetFor(shadow, [...before, file]);
    for (const { forward } of before) await runSteps(shadow, forward);
    if (way === "reverse") await runSteps(shadow, file.forward);
    const steps = await measureSteps(shadow, way === "forward" ? file.forward : (file.reverse ?? []));
    return steps.flatMap(({ statements }, at) =>
      statements.map(({ sql, effects }) => ({ step: at + 1, sql, note: noteOf(effects, () => true) })),
    );
  } finally {
    await shadow.close();
  }
}
