import type { Database } from "../../driver/database.js";
import type { ConnectOptions, RoutedOptions } from "../../driver/connect-options.js";
import { InvalidValue, knownOptions, oneOf, switches, wholeNumber } from "../../errors/index.js";
import { databaseAt } from "./open-database.js";
import { databaseFor, register, routerOf, unregister } from "./registry.js";
import { Router } from "./router.js";

/**
 * Connects at once rather than at the first query, so that a wrong URL shows itself here.
 *
 * ```ts
 * await connect();                                          // DATABASE_URL, else the embedded database
 * await connect("postgres://…", { name: "reports" });       // Book.objects.using("reports")
 * await connect({ primary: "postgres://…", replicas: ["postgres://…"] });
 * await connect({ sync: "forbid" });                        // the same database as without options
 * ```
 *
 * An embedded database that is open already goes on, with the options given now.
 *
 * Throws `ConnectionFailed`, and `DatabaseInUse` where another process has the embedded database open.
 */
export async function connect(url?: string | RoutedOptions, options: ConnectOptions = {}): Promise<void> {
  const { name, router } = prepare(url, options);
  try {
    for (const database of router.all) await database.open();
  } catch (error) {
    for (const database of left(router, routerOf(name))) await database.close();
    throw error;
  }
  for (const database of left(register(name, router), router)) await database.close();
}

/** The twin of `connect`; the embedded database then runs in a thread of its own. */
export function connectSync(url?: string | RoutedOptions, options: ConnectOptions = {}): void {
  const { name, router } = prepare(url, options);
  try {
    for (const database of router.all) database.openSync();
  } catch (error) {
    for (const database of left(router, routerOf(name))) database.closeSync();
    throw error;
  }
  for (const database of left(register(name, router), router)) database.closeSync();
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
  "replicas",
  "replicaLagMs",
  "primary",
];
const POOL = ["max", "timeoutMs", "idleMs", "streamIdleMs"];

function checkConnectOptions(options: RoutedOptions): void {
  knownOptions("connect()", options, OPTIONS);
  oneOf("sync", options.sync, ["auto", "direct", "worker", "forbid"]);
  switches("connect()", options, ["prepare"]);
  for (const name of ["statementTimeoutMs", "syncTimeoutMs", "connectTimeoutMs", "replicaLagMs"] as const)
    wholeNumber(name, options[name], 0);
  const { pool, replicas } = options;
  if (replicas !== undefined && !(Array.isArray(replicas) && replicas.every((at) => typeof at === "string")))
    throw new InvalidValue("replicas of connect() is a list of URLs.");
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
  const options: RoutedOptions = typeof url === "object" ? { ...url, ...given } : given;
  checkConnectOptions(options);
  const { name = "default", primary, replicas = [] } = options;
  if (typeof url === "string" && primary !== undefined)
    throw new InvalidValue("connect() was given two primaries, a URL and `primary`: say one.");
  const former = routerOf(name);
  if (url === undefined && name === "default" && Object.keys(options).length === 0) {
    databaseFor(name);
    return { name, router: routerOf(name)! };
  }
  const main = databaseAt(typeof url === "string" ? url : primary, options, former?.primary);
  return {
    name,
    router: new Router(
      main,
      replicas.map((at) => databaseAt(at, options)),
      options.replicaLagMs,
    ),
  };
}

/** The databases of a router that has no place any more, but for those that another one goes on with. */
function left(router: Router | undefined, other: Router | undefined): readonly Database[] {
  return router?.all.filter((database) => other?.all.includes(database) !== true) ?? [];
}
