import type { MigrationDatabase } from "./database.js";

const NAME = "ormgen migrations";

/** Opens the server that `url` names, or the embedded database of the folder; throws `ConnectionFailed` or `DatabaseInUse`. */
export async function openDatabase(
  { embedded }: { readonly embedded: string },
  url: string | undefined,
): Promise<MigrationDatabase> {
  const { connect, detached, disconnect, executeRaw, executeScript } =
    await import("../../runtime/executor/index.js");
  const target = url === undefined || url === "" ? `embedded:${embedded}` : url;
  await connect(target, { name: NAME, prepare: false });
  const connection = {
    rows: (sql: string, parameters: readonly string[] = []) => executeRaw(sql, parameters, NAME),
    script: (sql: string) => executeScript(sql, NAME),
  };
  return {
    ...connection,
    session: (work) => detached(() => work(connection)),
    close: () => disconnect(NAME),
  };
}
