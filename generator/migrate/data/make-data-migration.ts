import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";
import type { Settings } from "../../config/settings.js";
import type { Schema } from "../../schema/schema.js";
import { didYouMean } from "../../schema/naming/nearest.js";
import { lowerCamel } from "../../schema/naming/names.js";
import { headsOf, requireOneHead } from "../files/graph.js";
import { hashOfState, printRecord } from "../files/record.js";
import { foldMigrations } from "../files/fold.js";
import { nextName } from "../make/make-migration.js";
import { hashOf, readMigrations } from "../files/migration-files.js";
import { MigrationError } from "../migration-errors.js";
import type { DatabaseState } from "../state/state.js";
import type { DataRecord } from "./data-source.js";
import { modelsFile } from "./models-file.js";
import { saidBy } from "./said.js";

/**
 * Writes a migration of rows, to be filled, with the types of the models of then; gives its files. Of the models as they
 * are it takes what tables do not hold: names of other ends, what a deletion does, literal defaults.
 *
 * Throws `MigrationError` where one of the models is not in the migrations.
 */
export async function makeDataMigration(
  schema: Schema,
  { migrations: folder, pairs, timeZone }: Settings,
  label: string,
  models: readonly string[],
): Promise<string[]> {
  const files = readMigrations(folder);
  requireOneHead(files);
  const state = foldMigrations(files);
  const named = modelsIn(state, models);
  const name = nextName(files, label);
  const data: DataRecord = { models: [...models], pairs, timeZone, said: saidBy(schema) };
  const text = template(name, named);
  const types = await modelsFile(state, data);
  const record = {
    ...{ parents: headsOf(files).map((head) => head.name), operations: [], answers: [], byHand: true },
    ...{ sql: hashOf(text), state: hashOfState(state), data },
  };
  mkdirSync(folder, { recursive: true });
  writeFileAtomicSync(join(folder, `${name}.models.d.ts`), types);
  writeFileAtomicSync(join(folder, `${name}.ts`), text);
  writeFileAtomicSync(join(folder, `${name}.json`), printRecord(record));
  return [`${name}.ts`, `${name}.models.d.ts`, `${name}.json`];
}

function modelsIn({ tables }: DatabaseState, wanted: readonly string[]): readonly string[] {
  const known = tables.filter(({ auto }) => !auto).map(({ model }) => model);
  if (known.length === 0)
    throw new MigrationError("The migrations make no table yet: there are no rows to be changed");
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return wanted.length === 0 ? known : wanted;
  throw new MigrationError(`The migrations hold no model ${unknown}: ${didYouMean(unknown, known)}`);
}

function template(name: string, models: readonly string[]): string {
  const [first = ""] = models;
  const row = lowerCamel(first);
  return `import { dataMigration } from "ormgen/migrations";
import type { Models } from "./${name}.models.js";

export default dataMigration<Models${models.length > 1 ? `, "${first}"` : ""}>({
  // A transaction for each thousand rows of ${first}, gone on with where it was stopped: batches: { model: "${first}", size: 1000 },
  async forward({ ${models.join(", ")} }) {
    for await (const ${row} of ${first}.objects) {
      // Change it, and save it: await ${row}.save();
    }
  },
  // Or a function like the one above; without it the migration cannot be taken back.
  reverse: "nothing",
});
`;
}
