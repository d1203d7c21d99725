import type { Schema } from "../../schema/schema.js";
import { baselineSql } from "../ddl/baseline-sql.js";
import type { Catalogue } from "../catalogue/catalogue.js";
import { difference } from "../difference/difference.js";
import { hashOfState } from "../files/record.js";
import { writeMigration } from "./make-migration.js";
import { hashOf, readMigrations } from "../files/migration-files.js";
import { MigrationError } from "../migration-errors.js";
import { stateOf } from "../state/state-of.js";
import { EMPTY } from "../state/state.js";

/**
 * Writes the first migration of a database that is there already: what makes it as it is, recorded as what the models
 * say. Applied to that database it is only noted (`migrate --fake-initial`); to an empty one it makes the same.
 *
 * Throws `MigrationError` where there are migrations already.
 */
export function makeBaseline(schema: Schema, catalogue: Catalogue, folder: string, label: string): string[] {
  if (readMigrations(folder).length > 0) {
    throw new MigrationError("A baseline is the first migration, and there are migrations already");
  }
  const name = `0001_${label}`;
  const sql = `-- ormgen migration ${name}\n\n-- step 1: transaction\n${baselineSql(catalogue).join("\n")}\n`;
  const state = stateOf(schema);
  const record = {
    ...{ parents: [], operations: difference(EMPTY, state), answers: [] },
    ...{ byHand: true, sql: hashOf(sql), state: hashOfState(state) },
  };
  writeMigration(folder, name, sql, record, []);
  return [`${name}.sql`, `${name}.json`];
}
