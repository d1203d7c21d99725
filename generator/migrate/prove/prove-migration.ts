import { extensionsIn } from "./extensions-in.js";
import type { MigrationFile } from "../files/migration-files.js";
import type { Proposal } from "../plan/plan-migration.js";
import { openShadow } from "../shadow/open-shadow.js";
import { prove } from "../shadow/prove.js";
import { outsideOf, standIn } from "../shadow/outside-tables.js";
import { runSteps } from "../shadow/run-steps.js";

export interface Proved {
  readonly proposal: Proposal;
  /** Why it could not be proved; null where it was. */
  readonly unproved: string | null;
}

/**
 * Tries a migration on a shadow before it is written. Where migrations before it were written by hand, what they make
 * is there too: a view over an altered column shows itself.
 *
 * Throws `MigrationError` where it does not lead where it should, or not back.
 */
export async function proveMigration(
  proposal: Proposal,
  files: readonly MigrationFile[],
  url: string | undefined,
): Promise<Proved> {
  const { before, after } = proposal;
  const extensions = [...new Set([...before.extensions, ...after.extensions, ...extensionsIn(files)])];
  const shadow = await openShadow(url, extensions);
  try {
    const missing = extensions.filter((name) => !shadow.has(name));
    if (missing.length > 0) {
      return {
        proposal,
        unproved: `the shadow has no extension ${missing.join(", ")}: --shadow-url names a server that has`,
      };
    }
    const byHand = files.some(
      ({ record, hash, data }) => data === null && (record === null || record.sql !== hash || record.byHand),
    );
    const start = byHand
      ? async () => {
          await standIn(shadow, outsideOf(files, after));
          for (const file of files) await runSteps(shadow, file.forward);
        }
      : undefined;
    return { proposal: await prove(shadow, { proposal, ...(start && { start }) }), unproved: null };
  } finally {
    await shadow.close();
  }
}
