import type { MigrationDatabase } from "../connect/database.js";
import type { Catalogue } from "./catalogue.js";
import { CATALOGUE } from "./query.js";

/** What stands in the database now. */
export async function readCatalogue(database: Pick<MigrationDatabase, "rows">): Promise<Catalogue> {
  // The planner takes the query for so dear that compiling it takes thirty times as long as running it.
  await database.rows("SET jit = off");
  // What lies on the path is printed without its schema: both sides of a comparison must agree on it.
  await database.rows("SET search_path = public");
  const [row] = await database.rows(CATALOGUE);
  return JSON.parse(String(row?.catalogue)) as Catalogue;
}
