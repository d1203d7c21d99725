import type { Catalogue } from "../catalogue/catalogue.js";
import { compareCatalogues, describeDifference, subjectOf } from "../catalogue/compare.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { createSql } from "../ddl/create-sql.js";
import type { DatabaseState, TableState } from "../state/state.js";
import { MigrationError } from "../migration-errors.js";
import type { Proposal } from "../plan/plan-migration.js";
import type { Step } from "../plan/step.js";
import { aroundHanging } from "./around-hanging.js";
import { constraintsOfOthers } from "./constraints-of-others.js";
import { readInPrintOf } from "./in-print-of.js";
import { outsideTables, standIn } from "./outside-tables.js";
import { makeEarly } from "./make-early.js";
import { relevantTo } from "./relevant.js";
import { measureSteps, runSteps, StepRefused, withDefaults } from "./run-steps.js";
import type { Shadow } from "./shadow.js";

/** What is to be proved, and from where. */
export interface Proof {
  readonly proposal: Proposal;
  /** Puts the shadow into the state before; by default it is made from the records. */
  readonly start?: (shadow: Shadow) => Promise<void>;
}

const NOTHING = { before: [], after: [] };

/**
 * Tries a migration: forward must give the models' schema, the way back the schema of before, and forward again the
 * models'. Gives it with what its steps lock and lose.
 *
 * Throws `MigrationError` where it does not.
 */
export async function prove(shadow: Shadow, { proposal, start }: Proof): Promise<Proposal> {
  const { operations, before, after, forward, reverse, besides = NOTHING } = proposal;
  const isWhole = start !== undefined || proposal.besides !== undefined;
  const [from, to] = !isWhole ? relevantTo(operations, before, after) : [before, after];
  const expected = start === undefined ? null : await catalogueOf(shadow, () => start(shadow));
  const said = async (state: DatabaseState, beside: readonly string[]): Promise<Catalogue> =>
    catalogueOf(shadow, async () => {
      if (expected !== null) await makeEarly(shadow, expected, [before, after]);
      await standIn(shadow, outsideTables([from, to]));
      await shadow.script(createSql(state).join("\n"));
      for (const sql of beside) await shadow.script(sql);
    });
  // What is left to others is still there, and what is taken again was.
  const tablesOf = (kind: "leaveTable" | "takeTable"): TableState[] =>
    operations.flatMap((operation) => (operation.kind === kind ? [operation.table] : []));
  const models = await said({ ...to, tables: [...to.tables, ...tablesOf("leaveTable")] }, besides.after);
  const recorded = await said(
    { ...from, tables: [...from.tables, ...tablesOf("takeTable")] },
    besides.before,
  );
  // What was made without migrations being replayed is there already.
  const former = start === undefined ? recorded : await catalogueOf(shadow, () => start(shadow));
  try {
    const known = new Set(former.others.map(({ oid }) => oid));
    const remade = new Set<string>();
    const around = async (step: Step): Promise<Step> => {
      const found = await aroundHanging(shadow, step);
      for (const each of found.remade) remade.add(subjectOf(each));
      return found.step;
    };
    const there = await measureSteps(shadow, forward, around);
    const now = await readCatalogue(withDefaults(shadow));
    // What no migration means to change, and speaks of other names or types now.
    const follows = now.others.filter((each) => known.has(each.oid) || remade.has(subjectOf(each)));
    const following = new Set([...follows.map(subjectOf), ...constraintsOfOthers(now, former, recorded)]);
    check("forward", now, models, former, recorded, following);
    const back = await measureSteps(shadow, reverse, around);
    check("back", await readInPrintOf(shadow, former), former, former, former);
    await runSteps(
      shadow,
      there.map(({ step }) => step),
    );
    check("forward again", await readCatalogue(withDefaults(shadow)), models, former, recorded, following);
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

/**
 * Where the database differed from the records before and differs in the same way now, it is nobody's business: a view,
 * a table without a model, a constraint that models cannot say.
 */
function check(
  way: string,
  found: Catalogue,
  expected: Catalogue,
  former: Catalogue,
  recorded: Catalogue,
  following: ReadonlySet<string> = new Set(),
): void {
  const known = new Map(compareCatalogues(former, recorded).map((each) => [each.subject, each]));
  const differences = compareCatalogues(found, expected).filter(({ subject, found: is, expected: ought }) => {
    if (is !== null && following.has(subject)) return false;
    const before = known.get(subject);
    return before === undefined || before.found !== is || before.expected !== ought;
  });
  if (differences.length === 0) return;
  throw new MigrationError(
    `This migration does not lead where it should (${way}), and was not written:\n` +
      `${differences.map((each) => `  ${describeDifference(each)}`).join("\n")}\n` +
      "It was tried on a database in memory: --no-verify writes it all the same",
  );
}

function indented(sql: string): string {
  return sql
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
