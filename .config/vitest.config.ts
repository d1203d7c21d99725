import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./closing-line.js";
import { bridgeWorkerPlugin } from "../runtime/driver/bridge/build-worker.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Speaks of the client in one style: it holds in the other one too, on either database. */
const anywhere = "tests/{expressions,keys}/**/*.test.ts";
/** Speaks of both styles, or of what is allowed in one: it holds on either database. */
const eitherDatabase = [
  "tests/operations/{bulk-create,deletion,hooks,lazy,related,saving,validate,validate-constraints}.test.ts",
  "tests/docs/docs.test.ts",
];

/** The sources in place of the built package; a client that blocks calls the runner of its twins. */
const alias = (blocking: boolean) => [
  { find: /^ormgen$/, replacement: `${root}generator/define/index.ts` },
  {
    find: /^ormgen\/runtime$/,
    replacement: blocking ? `${root}tests/library/blocking-runtime.ts` : `${root}runtime/index.ts`,
  },
  { find: /^ormgen\/migrations$/, replacement: `${root}generator/migrate/index.ts` },
  { find: /^ormgen\/testing$/, replacement: `${root}generator/testing/index.ts` },
  { find: /^ormgen\/config$/, replacement: `${root}generator/config/index.ts` },
];

/** Tests that run on a database, in a style, where they do not say themselves. */
const project = (driver: "embedded" | "server", blocking: boolean, include: string[]) => ({
  root,
  plugins: [bridgeWorkerPlugin()],
  resolve: { alias: alias(blocking) },
  test: {
    name: `${driver}, ${blocking ? "sync" : "async"}`,
    include,
    setupFiles: [`${root}tests/server/check-shapes.ts`],
    provide: { driver, blocking },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  root,
  plugins: [bridgeWorkerPlugin()],
  test: {
    globalSetup: [`${root}tests/server/global-setup.ts`],
    reporters: ["default", new ClosingLine()],
    maxWorkers: 2,
    projects: [
      project("embedded", false, ["tests/**/*.test.ts"]),
      project("embedded", true, [anywhere]),
      project("server", false, [anywhere, ...eitherDatabase]),
      project("server", true, [anywhere]),
    ],
  },
});
