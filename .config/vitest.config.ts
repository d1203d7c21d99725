import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ClosingLine } from "./closing-line.js";
import { bridgeWorkerPlugin } from "../runtime/driver/bridge/build-worker.js";
import { findPooler, keepsStatements } from "../tests/server/find-pooler.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Speaks of the client in one style: it holds in the other one too, on either database. */
const anywhere = "tests/{expressions,keys}/**/*.test.ts";
/** Speaks of both styles, or of what is allowed in one: it holds on either database. */
const eitherDatabase = [
  "tests/operations/{bulk-create,deletion,hooks,lazy,related,saving,validate,validate-constraints}.test.ts",
  "tests/docs/docs.test.ts",
];

/** Each project takes its own share of the random pairs of states. */
const pairs = "tests/migrate/pairs/**/*.test.ts";

/** But for the one that counts what all connections of its process are asked for, those of the file before as well. */
const operations = "tests/operations/!(exchanges).test.ts";

/**
 * Speaks of what a client does, and leaves the process as it found it: one process takes one file after the other. To read
 * all sources anew for each file took longer than its tests.
 */
const ofTheClient = [
  anywhere,
  operations,
  "tests/{django,errors,parity,query,read,schema,transactions,values}/**/*.test.ts",
];

/** Speaks of what a client does, not of one session or of one connection: it holds through a pooler too. */
const throughPooler = [
  operations,
  "tests/{docs,errors,expressions,keys,parity,query,server,testing,transactions}/**/*.test.ts",
  "tests/executor/{both-drivers,model,observability,streams,together,transactions}.test.ts",
  "tests/values/through-database.test.ts",
];

/** Speaks of roles, passwords and TLS of the server itself, or makes databases of its own. */
const notThroughPooler = [
  "tests/errors/connection.test.ts",
  "tests/testing/test-database.test.ts",
  "tests/docs/adopting.test.ts",
];

/** Says whether there is a pooler. */
const poolerAlone = ["tests/server/pooled.test.ts"];

/** The sources in place of the built package; a client that blocks calls the runner of its twins. */
const alias = (blocking: boolean) => [
  { find: /^ormgen$/, replacement: `${root}generator/define/index.ts` },
  {
    find: /^ormgen\/runtime$/,
    replacement: blocking ? `${root}tests/library/blocking-runtime.ts` : `${root}runtime/index.ts`,
  },
  { find: /^ormgen\/migrations$/, replacement: `${root}generator/migrate/index.ts` },
  { find: /^ormgen\/testing$/, replacement: `${root}generator/testing/index.ts` },
  { find: /^ormgen\/opentelemetry$/, replacement: `${root}runtime/opentelemetry/index.ts` },
  { find: /^ormgen\/config$/, replacement: `${root}generator/config/index.ts` },
];

type Place = { name: string; driver: "embedded" | "server"; pooled: "no" | "unnamed" | "named" };

const embedded: Place = { name: "embedded", driver: "embedded", pooled: "no" };
/** What starts programs, builds the package or speaks of the driver itself: each file has a process of its own. */
const programs: Place = { name: "programs", driver: "embedded", pooled: "no" };
const server: Place = { name: "server", driver: "server", pooled: "no" };
const pooler: Place = { name: "pooler", driver: "server", pooled: "unnamed" };
const poolerWithNames: Place = { name: "pooler with named statements", driver: "server", pooled: "named" };

/** Tests that run on a database, in a style, where they do not say themselves. */
const project = (
  { name, driver, pooled }: Place,
  blocking: boolean,
  include: string[],
  exclude: string[] = [],
  isolate = false,
) => ({
  root,
  plugins: [bridgeWorkerPlugin()],
  resolve: { alias: alias(blocking) },
  test: {
    name: `${name}, ${blocking ? "sync" : "async"}`,
    include,
    exclude,
    isolate,
    setupFiles: [`${root}tests/server/check-shapes.ts`, `${root}tests/server/leaves-no-listener.ts`],
    provide: { driver, blocking, pooled },
    // Nothing here measures time: a loaded machine takes what it takes, and only what hangs is ended.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});

const given = (process.env["ORMGEN_TEST_POOLER_URL"] ?? "") !== "";
const program = findPooler();
const isThere = given || program !== null;
const keeps = given || (program !== null && keepsStatements(program));

export default defineConfig({
  root,
  plugins: [bridgeWorkerPlugin()],
  test: {
    globalSetup: [`${root}tests/server/global-setup.ts`],
    reporters: ["default", new ClosingLine()],
    maxWorkers: 2,
    projects: [
      project(embedded, false, ofTheClient),
      project(programs, false, ["tests/**/*.test.ts"], [...poolerAlone, ...ofTheClient], true),
      project(embedded, true, [anywhere, pairs]),
      project(server, false, [anywhere, pairs, ...eitherDatabase]),
      project(server, true, [anywhere, pairs]),
      project(pooler, false, isThere ? throughPooler : poolerAlone, notThroughPooler),
      project(pooler, true, isThere ? [anywhere] : []),
      project(poolerWithNames, false, keeps ? throughPooler : poolerAlone, notThroughPooler),
    ],
  },
});
