import { headsOf, requireOneHead } from "../files/graph.js";
import { hashOfState } from "../files/record.js";
import { foldMigrations } from "../files/fold.js";
import { nextName, writeMigration } from "./make-migration.js";
import { hashOf, readMigrations } from "../files/migration-files.js";

/** Writes a migration that changes nothing yet; gives its files. */
export function makeEmptyMigration(folder: string, label: string): string[] {
  const files = readMigrations(folder);
  requireOneHead(files);
  const name = nextName(files, label);
  const sql = `-- ormgen migration ${name}

-- step 1: transaction


-- reverse

-- step 1: transaction

`;
  const record = {
    ...{ parents: headsOf(files).map((head) => head.name), operations: [], answers: [] },
    ...{ byHand: true, sql: hashOf(sql), state: hashOfState(foldMigrations(files)) },
  };
  writeMigration(folder, name, sql, record, files);
  return [`${name}.sql`, `${name}.json`];
}
