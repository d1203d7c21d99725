import type { TestProject } from "vitest/node";
import { startServer } from "./start-server.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The test server's maintenance database. */
    serverUrl: string;
    /** The database that the project's tests run on, where they do not say themselves. */
    driver: "embedded" | "server";
    /** Whether the client's async methods are driven by the runner that blocks. */
    blocking: boolean;
  }
}

/** One server for all test files of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide("serverUrl", server.url);
  return () => server.stop();
}
