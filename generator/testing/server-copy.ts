import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { endpointOf } from "../../runtime/driver/pg/server-config.js";
import { DatabaseError, OperationalError } from "../../runtime/errors/index.js";
import type { Connection } from "../migrate/apply/task.js";
import { migrate } from "../migrate/index.js";
import { openDatabase } from "../migrate/connect/open-database.js";
import { quoteName } from "../migrate/ddl/quote.js";
import type { Copy, TemplateSource } from "./test-database.js";

const POLL_MS = 50;
/** How long another process may take to make the template. */
const LOCK_MS = 120_000;
/** What a killed run has left behind is dropped after a day. */
const KEPT_S = 24 * 3_600;

/** `CREATE DATABASE … TEMPLATE …` beside the database that the URL names, making the template first where there is none. */
export async function copyOnServer({ folder, hash }: TemplateSource, url: string): Promise<Copy> {
  const prefix = `${nameIn(url).slice(0, 24)}_test_`;
  const template = `${prefix}${hash}`;
  const made = Math.trunc(Date.now() / 1_000).toString(36);
  const name = `${template}_${made}_${randomUUID().slice(0, 8)}`;
  await maintaining(url, async (connection) => {
    await alone(connection, prefix);
    if (!(await databases(connection)).includes(template)) {
      await make({ connection, template, folder, url });
      await sweep(connection, prefix, template);
    }
    await connection.script(`CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(template)}`);
  });
  const remove = () =>
    maintaining(url, (connection) =>
      connection.script(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`),
    );
  return { url: urlOf(url, name), remove };
}

interface Making {
  readonly connection: Connection;
  readonly template: string;
  readonly folder: string;
  readonly url: string;
}

/** It has its name when it is whole. */
async function make({ connection, template, folder, url }: Making): Promise<void> {
  const unfinished = `${template}_new`;
  await connection.script(`DROP DATABASE IF EXISTS ${quoteName(unfinished)} WITH (FORCE)`);
  await connection.script(`CREATE DATABASE ${quoteName(unfinished)}`);
  await migrate({ folder, url: urlOf(url, unfinished) });
  await connection.script(`ALTER DATABASE ${quoteName(unfinished)} RENAME TO ${quoteName(template)}`);
}

/** Templates of former migrations, and copies of runs that were killed; what is in use stays. */
async function sweep(connection: Connection, prefix: string, template: string): Promise<void> {
  for (const name of await databases(connection)) {
    if (!name.startsWith(prefix) || name === template) continue;
    const [, made] = /^[0-9a-f]{12}(?:_([0-9a-z]+)_[0-9a-f]{8})?$/u.exec(name.slice(prefix.length)) ?? [null];
    if (made === null) continue;
    if (made !== undefined && Date.now() / 1_000 - parseInt(made, 36) < KEPT_S) continue;
    try {
      await connection.script(`DROP DATABASE IF EXISTS ${quoteName(name)}`);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
    }
  }
}

async function databases(connection: Connection): Promise<string[]> {
  const rows = await connection.rows("SELECT datname::text AS name FROM pg_catalog.pg_database", []);
  return rows.map(({ name }) => String(name));
}

/** The lock goes with the connection. */
async function alone(connection: Connection, prefix: string): Promise<void> {
  const until = Date.now() + LOCK_MS;
  const sql = "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended($1, 7217)) AS got";
  while ((await connection.rows(sql, [prefix]))[0]?.["got"] !== true) {
    if (Date.now() > until)
      throw new OperationalError(
        "testDatabase() waited two minutes for another process that makes its template.",
      );
    await wait(POLL_MS);
  }
}

async function maintaining<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const database = await openDatabase({ embedded: "" }, url);
  try {
    return await database.session(work);
  } finally {
    await database.close();
  }
}

function nameIn(url: string): string {
  return (endpointOf(url).database ?? "ormgen").replace(/[^\w-]/gu, "_");
}

function urlOf(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}
