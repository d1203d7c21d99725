import type { Settings } from "../config/settings.js";
import type { MigrationDatabase } from "./database.js";

export async function openDatabase(settings: Settings, url: string | undefined): Promise<MigrationDatabase> {
  throw new Error(`not yet ${settings.embedded} ${String(url)}`);
}
