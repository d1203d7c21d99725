import type { TestProject } from "vitest/node";
import { startServer } from "./start-server.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The test server's maintenance database. */
    serverUrl: string;
  }
}

/** One server for all test files of a run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide("serverUrl", server.url);
  return () => server.stop();
}
