import type { Catalogue } from "../catalogue/catalogue.js";
import { compareCatalogues, describeDifference } from "../catalogue/compare.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { createSql } from "../create-sql.js";
import { MigrationError } from "../migration-errors.js";
import type { Proposal } from "../plan/plan-migration.js";
import { relevantTo } from "./relevant.js";
import { measureSteps, runSteps, StepRefused, withDefaults } from "./run-steps.js";
import type { Shadow } from "./shadow.js";

/** What is to be proved, and from where. */
export interface Proof {
  readonly proposal: Proposal;
  /** Puts the shadow into the state before; by default it is made from the records. */
  readonly start?: (shadow: Shadow) => Promise<void>;
}

/**
 * Tries a migration: forward must give the models' schema, the way back the schema of before, and forward again the
 * models'. Gives it with what its steps lock and lose.
 *
 * Throws `MigrationError` where it does not.
 */
export async function prove(shadow: Shadow, { proposal, start }: Proof): Promise<Proposal> {
  const { operations, before, after, forward, reverse } = proposal;
  const [from, to] = start === undefined ? relevantTo(operations, before, after) : [before, after];
  const models = await catalogueOf(shadow, async () => shadow.script(createSql(to).join("\n")));
  const begin = start ?? (async () => shadow.script(createSql(from).join("\n")));
  const former = await catalogueOf(shadow, () => begin(shadow));
  try {
    const there = await measureSteps(shadow, forward);
    check("forward", await readCatalogue(withDefaults(shadow)), models, former);
    const back = await measureSteps(shadow, reverse);
    check("back", await readCatalogue(withDefaults(shadow)), former, null);
    await runSteps(
      shadow,
      there.map(({ step }) => step),
    );
    check("forward again", await readCatalogue(withDefaults(shadow)), models, former);
    return { ...proposal, forward: there.map(({ step }) => step), reverse: back.map(({ step }) => step) };
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    throw new MigrationError(
      `This migration does not work, and was not written: ${error.message}, in\n${indented(error.statement)}\n` +
        "It was tried on a database in memory. Write it by hand (`makemigrations --empty sql`), or say --no-verify and mend it",
      { cause: error },
    );
  }
}

async function catalogueOf(shadow: Shadow, make: () => Promise<void>): Promise<Catalogue> {
  await shadow.reset();
  await make();
  return readCatalogue(withDefaults(shadow));
}

/** What was there before and no model ever knew is nobody's business. */
function check(way: string, found: Catalogue, expected: Catalogue, former: Catalogue | null): void {
  const known =
    former === null ? [] : compareCatalogues(former, expected).filter((each) => each.expected === null);
  const foreign = new Map(known.map(({ subject, found: text }) => [subject, text]));
  const differences = compareCatalogues(found, expected).filter(
    ({ subject, found: is, expected: ought }) =>
      !(ought === null && foreign.get(subject) === is && isForeign(subject, expected)),
  );
  if (differences.length === 0) return;
  throw new MigrationError(
    `This migration does not lead where it should (${way}), and was not written:\n` +
      `${differences.map((each) => `  ${describeDifference(each)}`).join("\n")}\n` +
      "It was tried on a database in memory: --no-verify writes it all the same",
  );
}

/** A view, a function; or of a table that the models do not have. */
function isForeign(subject: string, { tables }: Catalogue): boolean {
  const table = /^(?:table )?([^.:]+)/.exec(subject)?.[1];
  return !tables.some(({ name }) => name === table);
}

function indented(sql: string): string {
  return sql
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
