import type { Settings } from "../config/settings.js";
import type { MigrationDatabase } from "./database.js";

const NAME = "ormgen migrations";

/** Opens the server that `url` names, or the project's embedded database; throws `ConnectionFailed` or `DatabaseInUse`. */
export async function openDatabase(settings: Settings, url: string | undefined): Promise<MigrationDatabase> {
  const { connect, disconnect, executeRaw, executeScript } = await import("../../runtime/executor/index.js");
  const target = url === undefined || url === "" ? `embedded:${settings.embedded}` : url;
  await connect(target, { name: NAME, prepare: false });
  return {
    rows: (sql, parameters = []) => executeRaw(sql, parameters, NAME),
    script: (sql) => executeScript(sql, NAME),
    close: () => disconnect(NAME),
  };
}
