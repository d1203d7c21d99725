import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

export interface TestDatabase {
  /** Leads through the pooler where the project's tests go through one. */
  readonly url: string;
  /** Runs a query on a connection that has nothing to do with ormgen's. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/**
 * A database of the caller's own, empty or as the template is (which nobody may be connected to).
 *
 * ```ts
 * const database = await createDatabase();
 * await connect(database.url);
 * afterAll(() => database.drop());
 * ```
 */
export async function createDatabase(template = "template1"): Promise<TestDatabase> {
  const name = `ormgen_${randomUUID().replaceAll("-", "")}`;
  await maintain(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)}`);
  const url = new URL(inject("serverUrl"));
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 1, application_name: "ormgen-test-observer" });
  pool.on("error", () => undefined);
  return {
    url: inject("pooled") === "no" ? url.href : throughPooler(url),
    query: async (sql, values = []) => (await pool.query<Record<string, unknown>>(sql, [...values])).rows,
    drop: async () => {
      await pool.end();
      await maintain(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

function throughPooler({ pathname }: URL): string {
  const url = new URL(inject("poolerUrl"));
  url.pathname = pathname;
  if (inject("pooled") === "unnamed") url.searchParams.set("pgbouncer", "true");
  return url.href;
}

async function maintain(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("serverUrl") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
