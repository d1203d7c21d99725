import pg from "pg";
import { expect, inject, test } from "vitest";
import { connect, disconnect, executeRaw } from "../../runtime/executor/index.js";
import { createDatabase } from "./database.js";
import { findPooler, keepsStatements } from "./find-pooler.js";

const TITLE = "this project's tests go through PgBouncer in transaction mode";
const program = findPooler();
const named = inject("pooled") === "named";
const given = (process.env["ORMGEN_TEST_POOLER_URL"] ?? "") !== "";
const missing = given
  ? " (skipped: ORMGEN_TEST_POOLER_URL is set, whatever that is)"
  : program === null
    ? " (skipped, and so is this whole project: there is no pgbouncer on this machine)"
    : named && !keepsStatements(program)
      ? " (skipped, and so is this whole project: this machine's pgbouncer is older than 1.21)"
      : "";

test.skipIf(missing !== "")(`${TITLE}${missing}`, async () => {
  const database = await createDatabase();
  try {
    await connect(database.url, { pool: { max: 1 } });
    const backends = new Set<unknown>();
    for (let round = 0; round < 40; round += 1) {
      // Two at once, so that the pooler has more than one connection to the server.
      const other = new pg.Client({ connectionString: database.url });
      await other.connect();
      const [rows] = await Promise.all([
        executeRaw("SELECT pg_backend_pid() AS pid"),
        other.query("SELECT pg_sleep(0.01)"),
      ]);
      await other.end();
      backends.add(rows[0]?.["pid"]);
    }
    // One connection of ours, and several of the pooler's.
    expect(backends.size).toBeGreaterThan(1);
  } finally {
    await disconnect();
    await database.drop();
  }
});
