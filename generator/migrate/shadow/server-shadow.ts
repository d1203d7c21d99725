import { AsyncResource } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { MigrationError } from "../migration-errors.js";
import { EMPTY_IT, type Shadow } from "./shadow.js";

/** One connection from call to call: a transaction begun in one is there in the next. */
async function heldSession(detached: <T>(work: () => Promise<T>) => Promise<T>) {
  let end = (): void => undefined;
  let ended: Promise<void> = Promise.resolve();
  const scope = await new Promise<AsyncResource>((resolve) => {
    ended = detached(
      () =>
        new Promise<void>((done) => {
          end = done;
          resolve(new AsyncResource("ormgen shadow"));
        }),
    );
  });
  return {
    run: <T>(work: () => Promise<T>): Promise<T> => scope.runInAsyncScope(work),
    async end(): Promise<void> {
      end();
      await ended;
    },
  };
}

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
    const session = await heldSession(detached);
    return {
      rows: (sql, parameters) => session.run(() => executeRaw(sql, parameters, connection)),
      script: (sql) => session.run(() => executeScript(sql, connection)),
      reset: () => session.run(() => executeScript(EMPTY_IT, connection)),
      has: (extension) => extensions.has(extension),
      async close() {
        await session.end();
        await drop();
      },
    };
  } catch (cause) {
    await drop().catch(() => undefined);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`The shadow database could not be made: ${reason}`, { cause });
  }
}
