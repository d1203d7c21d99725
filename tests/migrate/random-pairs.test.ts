import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareCatalogues } from "../../generator/migrate/catalogue/compare.js";
import { readCatalogue } from "../../generator/migrate/catalogue/read-catalogue.js";
import type { Catalogue } from "../../generator/migrate/catalogue/catalogue.js";
import { createSql } from "../../generator/migrate/create-sql.js";
import { Answers, type Answer, type Question } from "../../generator/migrate/difference/answers.js";
import { applyOperation } from "../../generator/migrate/operations/index.js";
import { parseMigration } from "../../generator/migrate/files/parse.js";
import { printMigration } from "../../generator/migrate/files/print.js";
import { planMigration, type Proposal } from "../../generator/migrate/plan/plan-migration.js";
import { statementsOf } from "../../generator/migrate/sql/statements.js";
import type { DatabaseState } from "../../generator/migrate/state.js";
import { openTestDatabase, type TestDatabase } from "./pglite-database.js";
import { states } from "./random-states.js";

/** `ORMGEN_MIGRATE_RUNS=2000` asks for more of them, `ORMGEN_MIGRATE_SEED` for others. */
const RUNS = Number(process.env["ORMGEN_MIGRATE_RUNS"] ?? "300");
const SEED = Number(process.env["ORMGEN_MIGRATE_SEED"] ?? "1");

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Says to every question what the dice say: the first choice, or the last. */
function propose(before: DatabaseState, after: DatabaseState, first: boolean, online: boolean): Proposal {
  const answers: Answer[] = [];
  for (let round = 0; round < 100; round += 1) {
    const planned = planMigration({ before, after, answers: new Answers(answers), fills: new Map(), online });
    if (planned.kind === "planned") return planned;
    answers.push(...planned.questions.slice(0, 1).map((each) => answerTo(each, after, first)));
  }
  throw new Error("the questions have no end");
}

function answerTo({ id, choices, kind }: Question, after: DatabaseState, first: boolean): Answer {
  const choice = first ? choices[0] : choices.at(-1);
  if (choice?.answer !== undefined) return choice.answer;
  if (kind !== "fill") throw new Error(`no choice for ${id}`);
  const subject = id.slice("fill:".length);
  const column = after.tables
    .flatMap((table) => table.columns.map((each) => ({ each, subject: `${table.model}.${each.field}` })))
    .find((each) => each.subject === subject)?.each;
  const type = column?.type ?? "text";
  const value = /^(?:text|varchar)/.test(type) && !type.endsWith("]") ? "''" : `NULL::${type}`;
  return { id, fill: value };
}

async function create(state: DatabaseState): Promise<Catalogue> {
  await database.script(
    ["DROP SCHEMA public CASCADE; CREATE SCHEMA public;", ...createSql(state)].join("\n"),
  );
  return readCatalogue(database);
}

async function run(text: string, way: "forward" | "reverse"): Promise<void> {
  const parsed = parseMigration("0002_x", text);
  for (const step of parsed[way] ?? []) {
    const sql = step.sql.replace("{batch}", "true");
    if (step.mode === "alone") expect(statementsOf(sql)).toHaveLength(1);
    await database.script(sql).catch((error: unknown) => {
      throw new Error(`${String(error)}\nin ${sql}\nof ${text}`);
    });
  }
}

test(`${String(RUNS)} random pairs: forward is the models, reverse is before, forward again`, async () => {
  await fc.assert(
    fc.asyncProperty(states, states, fc.boolean(), fc.boolean(), async (before, after, first, online) => {
      const expected = await create(after);
      const start = await create(before);
      const proposal = propose(before, after, first, online);
      expect(sortedState(proposal.operations.reduce(applyOperation, before))).toEqual(sortedState(after));
      const text = printMigration("0002_x", proposal);
      await run(text, "forward");
      expect(compareCatalogues(await readCatalogue(database), expected), text).toEqual([]);
      await run(text, "reverse");
      expect(compareCatalogues(await readCatalogue(database), start), text).toEqual([]);
      await run(text, "forward");
      expect(compareCatalogues(await readCatalogue(database), expected), text).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
}, 600_000);

/** Without the order of columns and of what a table owns. */
function sortedState(state: DatabaseState): unknown {
  const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
    [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    ...state,
    tables: byName(state.tables).map((table) => ({
      ...table,
      columns: byName(table.columns),
      uniques: byName(table.uniques),
      checks: byName(table.checks),
      foreignKeys: byName(table.foreignKeys),
      indexes: byName(table.indexes),
    })),
  };
}
