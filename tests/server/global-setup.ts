import type { TestProject } from "vitest/node";
import { findPooler, keepsStatements } from "./find-pooler.js";
import { startPooler } from "./pooler.js";
import { startServer } from "./start-server.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The test server's maintenance database. */
    serverUrl: string;
    /** The same through a pooler in transaction mode; "" where no project of the run needs it, or there is none. */
    poolerUrl: string;
    /** The database that the project's tests run on, where they do not say themselves. */
    driver: "embedded" | "server";
    /** Whether the client's async methods are driven by the runner that blocks. */
    blocking: boolean;
    /** Whether servers are reached through the pooler, and whether statements are prepared under names there. */
    pooled: "no" | "unnamed" | "named";
  }
}

/**
 * Every transaction gets another connection to the server than the one before it, so that what relies on a session
 * shows itself.
 */
const RESTLESS = "server_round_robin = 1\ndefault_pool_size = 5\nquery_wait_timeout = 30";

/**
 * One server for all test files of a run, and a pooler for those that go through one: `ORMGEN_TEST_POOLER_URL`, which
 * stands before `ORMGEN_TEST_DATABASE_URL`, else a PgBouncer of our own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide("serverUrl", server.url);
  const given = process.env["ORMGEN_TEST_POOLER_URL"] ?? "";
  const program = findPooler();
  const wanted = project.vitest.projects.some(({ name }) => name.startsWith("pooler"));
  if (given !== "" || program === null || !wanted) {
    project.provide("poolerUrl", given);
    return () => server.stop();
  }
  const names = keepsStatements(program) ? "\nmax_prepared_statements = 200" : "";
  const pooler = await startPooler(program, server.url, RESTLESS + names);
  project.provide("poolerUrl", pooler.url);
  return async () => {
    await pooler.stop();
    await server.stop();
  };
}
