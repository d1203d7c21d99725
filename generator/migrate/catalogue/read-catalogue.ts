import type { MigrationDatabase } from "../connect/database.js";
import type { Catalogue } from "./catalogue.js";
import { CATALOGUE } from "./query.js";

/** What is said before a catalogue is read, and what asks for it. */
export const READING: readonly string[] = [
  // The planner takes the query for so dear that compiling it takes thirty times as long as running it.
  "SET jit = off",
  // What lies on the path is printed without its schema: both sides of a comparison must agree on it.
  "SET search_path = public",
  CATALOGUE,
];

/** What stands in the database now. */
export async function readCatalogue(database: Pick<MigrationDatabase, "rows">): Promise<Catalogue> {
  let found: readonly Readonly<Record<string, unknown>>[] = [];
  for (const sql of READING) found = await database.rows(sql);
  return catalogueIn(found);
}

/** The answer to the last of `READING`. */
export function catalogueIn([row]: readonly Readonly<Record<string, unknown>>[]): Catalogue {
  return JSON.parse(String(row?.["catalogue"])) as Catalogue;
}
