import { compareCatalogues, describeDifference } from "../catalogue/compare.js";
import type { Catalogue } from "../catalogue/catalogue.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { headsOf, withParents } from "../files/graph.js";
import { printMigration } from "../files/print.js";
import { hashOfState } from "../files/record.js";
import { foldMigrations } from "../files/fold.js";
import { nextName, writeMigration } from "./make-migration.js";
import { MigrationError } from "../migration-errors.js";
import { hashOf, readMigrations, type MigrationFile } from "../files/migration-files.js";
import { extensionsIn } from "../prove/extensions-in.js";
import { resetFor } from "../shadow/outside-tables.js";
import { openShadow } from "../shadow/open-shadow.js";
import { runSteps, StepRefused, withDefaults } from "../shadow/run-steps.js";
import type { Shadow } from "../shadow/shadow.js";

export interface Merged {
  readonly name: string;
  readonly parents: readonly string[];
  readonly files: readonly string[];
}

/**
 * Writes a migration that comes behind both branches, once it is proved that it does not matter which of them is applied
 * first: databases have either order.
 *
 * Throws `MigrationError` where there are not two branches, or where the orders differ, naming what they differ in.
 */
export async function mergeMigrations(
  folder: string,
  label: string,
  shadowUrl: string | undefined,
): Promise<Merged> {
  const files = readMigrations(folder);
  const heads = headsOf(files);
  const [one, other] = heads;
  if (one === undefined || other === undefined || heads.length > 2) {
    throw new MigrationError(
      heads.length < 2
        ? "There is nothing to merge: the migrations end in one"
        : `More than two branches stand beside each other: ${heads.map(({ name }) => name).join(", ")}: merge them one by one, by "parents"`,
    );
  }
  const [mine, theirs] = [withParents(files, [one.name]), withParents(files, [other.name])];
  const common = mine.filter((file) => theirs.includes(file));
  const [a, b] = [mine, theirs].map((branch) => branch.filter((file) => !common.includes(file)));
  const shadow = await openShadow(shadowUrl, [...new Set(extensionsIn(files))]);
  try {
    const first = await after(shadow, [...common, ...(a ?? []), ...(b ?? [])]);
    const second = await after(shadow, [...common, ...(b ?? []), ...(a ?? [])]);
    const differences = compareCatalogues(first, second).map((each) => `  ${describeDifference(each)}`);
    if (differences.length > 0) throw conflict(one, other, differences.join("\n"));
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    throw conflict(one, other, `  ${error.message}, in ${error.statement}`);
  } finally {
    await shadow.close();
  }
  const name = nextName(files, label);
  const sql = printMigration(name, { forward: [], reverse: [] });
  const parents = [one.name, other.name];
  const record = { parents, operations: [], answers: [], byHand: false, sql: hashOf(sql) };
  writeMigration(folder, name, sql, { ...record, state: hashOfState(foldMigrations(files)) }, files);
  return { name, parents, files: [`${name}.sql`, `${name}.json`] };
}

async function after(shadow: Shadow, files: readonly MigrationFile[]): Promise<Catalogue> {
  await resetFor(shadow, files);
  for (const { forward } of files) await runSteps(shadow, forward);
  return readCatalogue(withDefaults(shadow));
}

function conflict(one: MigrationFile, other: MigrationFile, what: string): MigrationError {
  return new MigrationError(
    `${one.name} and ${other.name} do not give the same in either order:\n${what}\n` +
      "Nothing was written. Let one of them come behind the other: `npx ormgen makemigrations --rebase NAME` makes it anew",
  );
}
