import { randomUUID } from "node:crypto";
import { MigrationError } from "../migration-errors.js";
import { EMPTY_IT, type Shadow } from "./shadow.js";

/**
 * A database of its own on a server, which is dropped in the end: what is in the database that the URL names is not
 * touched. Throws `MigrationError` where the user may not make one.
 */
export async function serverShadow(url: string): Promise<Shadow> {
  const { connect, detached, disconnect, executeRaw, executeScript } =
    await import("../../../runtime/executor/index.js");
  const name = `ormgen_shadow_${randomUUID().replaceAll("-", "")}`;
  const [maintenance, connection] = [`${name} maintenance`, `${name} proof`];
  await connect(url, { name: maintenance, prepare: false });
  const drop = async (): Promise<void> => {
    await disconnect(connection);
    await executeScript(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, maintenance);
    await disconnect(maintenance);
  };
  try {
    await executeScript(`CREATE DATABASE ${name}`, maintenance);
    const own = new URL(url);
    own.pathname = `/${name}`;
    await connect(own.href, { name: connection, prepare: false, pool: { max: 1 } });
    const available = await executeRaw("SELECT name FROM pg_available_extensions", [], connection);
    const extensions = new Set(available.map((row) => String(row.name)));
    return {
      rows: (sql, parameters) => detached(() => executeRaw(sql, parameters, connection)),
      script: (sql) => detached(() => executeScript(sql, connection)),
      reset: () => executeScript(EMPTY_IT, connection),
      has: (extension) => extensions.has(extension),
      close: drop,
    };
  } catch (cause) {
    await drop().catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`The shadow database could not be made: ${reason}`, { cause });
  }
}
