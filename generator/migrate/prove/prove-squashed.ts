import type { Catalogue } from "../catalogue/catalogue.js";
import { compareCatalogues, describeDifference } from "../catalogue/compare.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import type { MigrationFile } from "../files/migration-files.js";
import { MigrationError } from "../migration-errors.js";
import type { Step } from "../plan/step.js";
import { readInPrintOf } from "../shadow/in-print-of.js";
import { resetFor } from "../shadow/outside-tables.js";
import { openShadow } from "../shadow/open-shadow.js";
import { runSteps, StepRefused, withDefaults } from "../shadow/run-steps.js";
import type { Shadow } from "../shadow/shadow.js";
import { extensionsIn } from "./extensions-in.js";

export interface SquashProof {
  readonly before: readonly MigrationFile[];
  readonly row: readonly MigrationFile[];
  readonly forward: readonly Step[];
  readonly reverse: readonly Step[] | null;
  /** Of the row: those that the squashed one leaves out. */
  readonly elided: ReadonlySet<string>;
  readonly shadowUrl: string | undefined;
}

/** Throws `MigrationError` where the squashed migration does not make what the row makes, or does not lead back. */
export async function proveSquashed(proof: SquashProof): Promise<void> {
  const { before, row, forward, reverse, elided, shadowUrl } = proof;
  const shadow = await openShadow(shadowUrl, [...new Set(extensionsIn([...before, ...row]))]);
  try {
    await replay(shadow, before, row);
    const start = await readCatalogue(withDefaults(shadow));
    for (const file of row) if (!elided.has(file.name)) await runSteps(shadow, file.forward);
    const expected = await readCatalogue(withDefaults(shadow));
    await replay(shadow, before, row);
    await runSteps(shadow, forward);
    check("forward", await readInPrintOf(shadow, expected), expected);
    if (reverse === null) return;
    await runSteps(shadow, reverse);
    check("back", await readInPrintOf(shadow, start), start);
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    throw new MigrationError(
      `The squashed migration does not work, and was not written: ${error.message}, in ${error.statement}`,
      { cause: error },
    );
  } finally {
    await shadow.close();
  }
}

async function replay(
  shadow: Shadow,
  files: readonly MigrationFile[],
  row: readonly MigrationFile[],
): Promise<void> {
  await resetFor(shadow, [...files, ...row]);
  for (const { forward } of files) await runSteps(shadow, forward);
}

function check(way: string, found: Catalogue, expected: Catalogue): void {
  const differences = compareCatalogues(found, expected);
  if (differences.length === 0) return;
  throw new MigrationError(
    `The squashed migration does not make what the others make (${way}), and was not written:\n` +
      differences.map((each) => `  ${describeDifference(each)}`).join("\n"),
  );
}
