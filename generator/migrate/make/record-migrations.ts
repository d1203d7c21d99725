import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import type { Schema } from "../../schema/schema.js";
import type { Catalogue } from "../catalogue/catalogue.js";
import { keyOf } from "../catalogue/compare.js";
import { withoutIdentity } from "../catalogue/without-identity.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { stateOfCatalogue } from "../catalogue/state-of-catalogue.js";
import { createSql } from "../ddl/create-sql.js";
import { difference } from "../difference/difference.js";
import { NO_RENAMES, type Renames } from "../difference/renames.js";
import { hashOfState, printRecord } from "../files/record.js";
import { MigrationError } from "../migration-errors.js";
import { readMigrations, type MigrationFile } from "../files/migration-files.js";
import { applyOperation } from "../operations/index.js";
import { titles } from "../plan/titles.js";
import { extensionsIn } from "../prove/extensions-in.js";
import { outsideTables, resetFor, standIn } from "../shadow/outside-tables.js";
import { openShadow } from "../shadow/open-shadow.js";
import { measureSteps, runSteps, StepRefused, withDefaults } from "../shadow/run-steps.js";
import type { Shadow } from "../shadow/shadow.js";
import { stateOf } from "../state/state-of.js";
import { EMPTY, type DatabaseState } from "../state/state.js";
import { tableKey } from "../state/table-key.js";

export interface Recorded {
  readonly name: string;
  /** A line each, for people. */
  readonly changes: readonly string[];
  /** Data that it loses and does not say. */
  readonly unsaidLosses: readonly string[];
  /** What it makes and models cannot say. */
  readonly unsaid: readonly string[];
}

/**
 * Looks what migrations that were written or edited by hand do to the tables of the models, by running them on a shadow,
 * and writes it beside them.
 *
 * Throws `MigrationError` where one of them does not run.
 */
export async function recordMigrations(
  schema: Schema,
  folder: string,
  shadowUrl: string | undefined,
): Promise<Recorded[]> {
  const files = readMigrations(folder);
  const models = stateOf(schema);
  const shadow = await openShadow(shadowUrl, [...new Set([...models.extensions, ...extensionsIn(files)])]);
  try {
    await shadow.reset();
    await standIn(shadow, outsideTables([models]));
    await shadow.script(createSql(models).join("\n"));
    const printed = { state: models, catalogue: withoutIdentity(await readCatalogue(withDefaults(shadow))) };
    await resetFor(shadow, files);
    const recorded: Recorded[] = [];
    let before: DatabaseState = EMPTY;
    for (const file of files) {
      if (file.data !== null || (file.record !== null && file.record.sql === file.hash)) {
        await attempt(file, () => runSteps(shadow, file.forward));
        before = (file.record?.operations ?? []).reduce(applyOperation, before);
        continue;
      }
      const found = await observed(shadow, file, before, printed);
      writeRecord(folder, file, found.operations, before);
      before = found.operations.reduce(applyOperation, before);
      recorded.push(found.recorded);
    }
    return recorded;
  } finally {
    await shadow.close();
  }
}

async function observed(
  shadow: Shadow,
  file: MigrationFile,
  before: DatabaseState,
  models: { readonly state: DatabaseState; readonly catalogue: Catalogue },
) {
  const former = await readCatalogue(withDefaults(shadow));
  const steps = await attempt(file, () => measureSteps(shadow, file.forward));
  const catalogue = await readCatalogue(withDefaults(shadow));
  const { state, unsaid } = stateOfCatalogue(catalogue, [models, { state: before, catalogue: former }]);
  const operations = difference(before, state, renamesBetween(former, catalogue, before));
  const losses = steps.flatMap(({ step }) => step.loses);
  const said = new Set(file.forward.flatMap(({ loses }) => loses));
  return {
    operations,
    recorded: {
      ...{ name: file.name, changes: titles(operations, before), unsaid },
      unsaidLosses: losses.filter((key) => !said.has(key)),
    },
  };
}

async function attempt<T>({ name }: MigrationFile, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    throw new MigrationError(
      `${name}.sql, step ${String(error.step)}: ${error.message}, in ${error.statement}`,
      {
        cause: error,
      },
    );
  }
}

function writeRecord(
  folder: string,
  { name, parents, hash, record }: MigrationFile,
  operations: ReturnType<typeof difference>,
  before: DatabaseState,
): void {
  const state = hashOfState(operations.reduce(applyOperation, before));
  const text = printRecord({
    parents,
    operations,
    answers: record?.answers ?? [],
    sql: hash,
    state,
    byHand: true,
  });
  writeFileAtomicSync(join(folder, `${name}.json`), text);
}

/** What kept its identity and has another name. */
function renamesBetween(former: Catalogue, now: Catalogue, before: DatabaseState): Renames {
  const tables = new Map<string, string>();
  const columns = new Map<string, Map<string, string>>();
  const known = new Set(before.tables.map(tableKey));
  for (const table of now.tables) {
    const old = former.tables.find(({ oid }) => oid === table.oid);
    if (old === undefined || !known.has(keyOf(old.schema, old.name))) continue;
    const key = keyOf(table.schema, table.name);
    if (keyOf(old.schema, old.name) !== key) tables.set(keyOf(old.schema, old.name), key);
    const names = new Map(
      table.columns.flatMap(({ name, number }) => {
        const column = old.columns.find((each) => each.number === number);
        return column === undefined || column.name === name ? [] : [[column.name, name] as const];
      }),
    );
    if (names.size > 0) columns.set(key, names);
  }
  return { ...NO_RENAMES, tables, columns };
}
