import type { ConnectOptions, RoutedOptions } from "../driver/connect-options.js";
import { knownOptions, oneOf, switches, wholeNumber } from "../errors/index.js";
import { databaseAt } from "./open-database.js";
import { databaseFor, register, unregister } from "./registry.js";
import { Router } from "./router.js";

/**
 * Connects at once rather than at the first query, so that a wrong URL shows itself here.
 *
 * ```ts
 * await connect();                                          // DATABASE_URL, else the embedded database
 * await connect("postgres://…", { name: "reports" });       // Book.objects.using("reports")
 * await connect({ primary: "postgres://…", replicas: ["postgres://…"] });
 * ```
 *
 * Throws `ConnectionFailed`, and `DatabaseInUse` where another process has the embedded database open.
 */
export async function connect(url?: string | RoutedOptions, options: ConnectOptions = {}): Promise<void> {
  const { name, router } = prepare(url, options);
  try {
    for (const database of router.all) await database.open();
  } catch (error) {
    for (const database of router.all) await database.close();
    throw error;
  }
  const former = register(name, router);
  if (former !== router) for (const database of former?.all ?? []) await database.close();
}

/** The twin of `connect`; the embedded database then runs in a thread of its own. */
export function connectSync(url?: string | RoutedOptions, options: ConnectOptions = {}): void {
  const { name, router } = prepare(url, options);
  try {
    for (const database of router.all) database.openSync();
  } catch (error) {
    for (const database of router.all) database.closeSync();
    throw error;
  }
  const former = register(name, router);
  if (former !== router) for (const database of former?.all ?? []) database.closeSync();
}

/** Closes one connection, or all of them: for tests and for a program that goes on without a database. */
export async function disconnect(name?: string): Promise<void> {
  for (const router of unregister(name)) for (const database of router.all) await database.close();
}

/** The twin of `disconnect`. */
export function disconnectSync(name?: string): void {
  for (const router of unregister(name)) for (const database of router.all) database.closeSync();
}

const OPTIONS = [
  "name",
  "sync",
  "prepare",
  "pool",
  "statementTimeoutMs",
  "syncTimeoutMs",
  "connectTimeoutMs",
];
const POOL = ["max", "timeoutMs", "idleMs", "streamIdleMs"];

function checkConnectOptions(options: ConnectOptions): void {
  knownOptions("connect()", options, [...OPTIONS, "primary", "replicas"]);
  oneOf("sync", options.sync, ["auto", "direct", "worker", "forbid"]);
  switches("connect()", options, ["prepare"]);
  for (const name of ["statementTimeoutMs", "syncTimeoutMs", "connectTimeoutMs"] as const)
    wholeNumber(name, options[name], 0);
  const { pool } = options;
  if (pool === undefined) return;
  knownOptions("connect({ pool })", pool, POOL);
  wholeNumber("pool.max", pool.max, 1);
  for (const name of ["timeoutMs", "idleMs", "streamIdleMs"] as const)
    wholeNumber(`pool.${name}`, pool[name], 0);
}

function prepare(
  url: string | RoutedOptions | undefined,
  given: ConnectOptions,
): { name: string; router: Router } {
  const routed = typeof url === "object" ? url : undefined;
  const options = routed ?? given;
  checkConnectOptions(options);
  const name = options.name ?? "default";
  if (url === undefined && name === "default" && Object.keys(options).length === 0) {
    databaseFor(name);
    const router = unregister(name)[0]!;
    register(name, router);
    return { name, router };
  }
  const primary = databaseAt(routed?.primary ?? (url as string | undefined), options);
  return {
    name,
    router: new Router(
      primary,
      (routed?.replicas ?? []).map((at) => databaseAt(at, options)),
    ),
  };
}
