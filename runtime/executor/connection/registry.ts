import type { Database } from "../../driver/database.js";
import { OrmgenError } from "../../errors/index.js";
import { currentContext } from "../context.js";
import { databaseAt } from "./open-database.js";
import { Router } from "./router.js";

const databases = new Map<string, Router>();

/** The database behind a connection's name; "default" comes to be at its first use. */
export function databaseFor(using: string, read = false): Database {
  let router = databases.get(using);
  if (router === undefined) {
    if (using !== "default") {
      const known = [...databases.keys()].join(", ") || "none";
      throw new OrmgenError(
        `No connection is named "${using}": connect(url, { name }) makes one (known: ${known}).`,
      );
    }
    router = new Router(databaseAt(undefined, {}), []);
    databases.set(using, router);
  }
  return read && currentContext().writes?.has(using) !== true ? router.forRead() : router.primary;
}

/** What was written may not have come to the replicas: reads of this context, and for a while of the process, do not go there. */
export function noteWrite(using: string): void {
  databases.get(using)?.noteWrite();
  currentContext().writes?.add(using);
}

/** The one database behind a name that is known already; null where there are several, or none yet. */
export function soleDatabase(using = "default"): Database | null {
  return databases.get(using)?.sole ?? null;
}

/** What stands behind a name by now. */
export function routerOf(using: string): Router | undefined {
  return databases.get(using);
}

/** All that there is by now, by name. */
export function routers(): Iterable<[string, Router]> {
  return databases.entries();
}

/** Puts a router under a name and returns the one that it replaces. */
export function register(using: string, router: Router): Router | undefined {
  const former = databases.get(using);
  databases.set(using, router);
  return former;
}

/** Takes out one connection, or all of them. */
export function unregister(using?: string): readonly Router[] {
  const names = using === undefined ? [...databases.keys()] : [using];
  return names.flatMap((name) => {
    const router = databases.get(name);
    databases.delete(name);
    return router === undefined ? [] : [router];
  });
}
