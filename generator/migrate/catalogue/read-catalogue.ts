import { rows, type Row, type Task } from "../apply/task.js";
import type { MigrationDatabase } from "../connect/database.js";
import type { Catalogue } from "./catalogue.js";
import { CATALOGUE } from "./query.js";

/** How a session prints what it is asked for: both sides of a comparison must agree. */
const PRINTING: Readonly<Record<string, string>> = {
  // The planner takes the query for so dear that compiling it takes thirty times as long as running it.
  jit: "off",
  // What lies on the path is printed without its schema.
  search_path: "public",
  // The values in defaults and checks.
  ...{ intervalstyle: "iso_8601", datestyle: "ISO, MDY", timezone: "UTC", bytea_output: "hex" },
  ...{ extra_float_digits: "1", quote_all_identifiers: "off" },
};

/** What is said before a catalogue is read, and what asks for it. */
export const READING: readonly string[] = [
  `SELECT ${Object.entries(PRINTING)
    .map(([name, value]) => `set_config('${name}', '${value}', false)`)
    .join(", ")}`,
  CATALOGUE,
];

/** What stands in the database now. */
export async function readCatalogue(database: Pick<MigrationDatabase, "rows">): Promise<Catalogue> {
  let found: readonly Readonly<Record<string, unknown>>[] = [];
  for (const sql of READING) found = await database.rows(sql);
  return catalogueIn(found);
}

/** The same, in either style. */
export function* catalogueTask(): Task<Catalogue> {
  let found: readonly Row[] = [];
  for (const sql of READING) found = yield* rows(sql);
  return catalogueIn(found);
}

/** The answer to the last of `READING`. */
export function catalogueIn([row]: readonly Readonly<Record<string, unknown>>[]): Catalogue {
  return JSON.parse(String(row?.["catalogue"])) as Catalogue;
}
