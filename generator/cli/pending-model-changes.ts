import { existsSync } from "node:fs";
import type { Settings } from "../config/settings.js";
import type { Schema } from "../schema/schema.js";

/** What the migrations do not hold yet; nothing where the project has no migrations at all. */
export async function pendingModelChanges(schema: Schema, { migrations }: Settings): Promise<string[]> {
  if (!existsSync(migrations)) return [];
  const { pendingChanges } = await import("../migrate/make/make-migration.js");
  return pendingChanges(schema, migrations);
}
