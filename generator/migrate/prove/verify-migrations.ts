import type { CatalogueTable } from "../catalogue/catalogue.js";
import { compareCatalogues, describeDifference, keyOf } from "../catalogue/compare.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { createSql } from "../ddl/create-sql.js";
import { foldMigrations } from "../files/fold.js";
import type { MigrationFile } from "../files/migration-files.js";
import { extensionsIn } from "./extensions-in.js";
import { tryData } from "../data/try-data.js";
import { openShadow } from "../shadow/open-shadow.js";
import { readInPrintOf } from "../shadow/in-print-of.js";
import { outsideTables, resetFor, standIn } from "../shadow/outside-tables.js";
import { makeEarly } from "../shadow/make-early.js";
import { runSteps, StepRefused, withDefaults } from "../shadow/run-steps.js";
import type { Shadow } from "../shadow/shadow.js";
import { tableKey } from "../state/table-key.js";

export interface Verified {
  readonly name: string;
  /** What is wrong, a line each. */
  readonly problems: readonly string[];
  /** False where there is no way back to be tried. */
  readonly reversible: boolean;
}

export interface VerifyOptions {
  readonly shadowUrl?: string | undefined;
  readonly onVerified?: (verified: Verified) => void;
}

/** Replays every migration on a shadow: forward, back to where it was, forward again; in the end, what was recorded. */
export async function verifyMigrations(
  files: readonly MigrationFile[],
  { shadowUrl, onVerified }: VerifyOptions = {},
): Promise<Verified[]> {
  const state = foldMigrations(files);
  const extensions = [...new Set([...state.extensions, ...extensionsIn(files)])];
  const shadow = await openShadow(shadowUrl, extensions);
  const verified: Verified[] = [];
  const note = (found: Verified): void => {
    verified.push(found);
    onVerified?.(found);
  };
  try {
    await resetFor(shadow, files);
    for (const file of files) {
      const { problems, reversible } =
        file.data === null
          ? { problems: await tried(shadow, file), reversible: file.reverse !== null }
          : await tryData(file.data);
      note({ name: file.name, problems, reversible });
      // What follows would only fail for the same reason.
      if (problems.some((line) => /^(?:forward|back)/.test(line))) return verified;
    }
    const found = await readCatalogue(withDefaults(shadow));
    await shadow.reset();
    await makeEarly(shadow, found, [state]);
    await standIn(shadow, outsideTables([state]));
    await shadow.script(createSql(state).join("\n"));
    const recorded = await readCatalogue(withDefaults(shadow));
    const managed = new Set(state.tables.map(tableKey));
    const isOwn = ({ schema, name }: CatalogueTable): boolean => managed.has(keyOf(schema, name));
    const own = {
      ...found,
      others: [],
      tables: found.tables.filter(isOwn),
    };
    const differences = compareCatalogues(own, {
      ...recorded,
      others: [],
      tables: recorded.tables.filter(isOwn),
    }).map(describeDifference);
    if (differences.length > 0) note({ name: "what was recorded", problems: differences, reversible: true });
    return verified;
  } finally {
    await shadow.close();
  }
}

async function tried(shadow: Shadow, { forward, reverse }: MigrationFile): Promise<string[]> {
  const before = await readCatalogue(withDefaults(shadow));
  let way = "forward";
  try {
    await runSteps(shadow, forward);
    if (reverse === null) return [];
    const after = await readCatalogue(withDefaults(shadow));
    way = "back";
    await runSteps(shadow, reverse);
    const back = compareCatalogues(await readInPrintOf(shadow, before), before);
    if (back.length > 0) return back.map((each) => `back: ${describeDifference(each)}`);
    way = "forward again";
    await runSteps(shadow, forward);
    const again = compareCatalogues(await readInPrintOf(shadow, after), after);
    return again.map((each) => `forward again: ${describeDifference(each)}`);
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    return [`${way}, step ${String(error.step)}: ${error.message}`];
  }
}
