import { currentContext, inContext } from "../context.js";

/**
 * Once the callback has written, its reads go to the primary to its end, and not to a replica that may lag behind:
 * for a request's handler. Nested, it is a part of the one around it.
 *
 * ```ts
 * app.use((request, response, next) => readYourWrites(next));
 * ```
 *
 * Without it, reads go to the replicas whatever the program wrote, unless `connect({ replicaLagMs })` says for how long not.
 * https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-USERS
 */
export function readYourWrites<T>(fn: () => T): T {
  return inContext({ writes: currentContext().writes ?? new Set() }, fn);
}
