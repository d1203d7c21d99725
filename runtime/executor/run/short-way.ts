import type { Lease } from "../../driver/database.js";
import { fateOf } from "../../driver/fate.js";
import type { Traits } from "../../driver/traits.js";
import type { Reply } from "../../driver/wire/reply.js";
import { currentContext } from "../context.js";
import { anybodyListens } from "./events.js";
import type { Operation, Step } from "./operation.js";
import { soleDatabase } from "../connection/registry.js";

/** How far an operation came on the short way: to its end, or to a step that takes the long one. */
export type Reached<T> = IteratorResult<Step, T>;

/**
 * Most calls are one statement on a free connection: no transaction, listener, signal or pinned connection. That is
 * done here, with no more promises than it takes; whatever else an operation asks for is left to `Run`.
 */
export async function driveShort<T>(operation: Operation<T>, first: Reached<T>): Promise<Reached<T>> {
  let step = first;
  while (step.done !== true) {
    let lease: Lease | Promise<Lease> | null;
    try {
      lease = leaseFor(step.value);
      if (lease instanceof Promise) lease = await lease;
    } catch (error) {
      step = operation.throw(error);
      continue;
    }
    if (lease === null) {
      const told = tell(step.value, "async");
      if (told === null) return step;
      step = operation.next(told);
      continue;
    }
    let reply: Reply | readonly Reply[] | null;
    try {
      const { session } = lease;
      if (step.value.kind === "queries") reply = await session.runAll(step.value.statements);
      else {
        const { statement } = step.value as Step & { kind: "query" };
        reply = session.transport.instant ? session.runSync(statement) : await session.run(statement);
      }
    } catch (error) {
      lease.release();
      // Nothing was sent: the long way takes another connection.
      if (fateOf(error) === "never ran") return step;
      step = operation.throw(error);
      continue;
    }
    lease.release();
    // One by one is what the long way does.
    if (reply === null) return step;
    step = operation.next(reply);
  }
  return step;
}

/** The twin of `driveShort`. */
export function driveShortSync<T>(operation: Operation<T>, first: Reached<T>): Reached<T> {
  let step = first;
  while (step.done !== true) {
    const lease = leaseForSync(step.value);
    if (lease === null) {
      const told = tell(step.value, "sync");
      if (told === null) return step;
      step = operation.next(told);
      continue;
    }
    let reply: Reply | readonly Reply[] | null;
    try {
      if (step.value.kind === "queries") reply = lease.session.runAllSync(step.value.statements);
      else reply = lease.session.runSync((step.value as Step & { kind: "query" }).statement);
    } catch (error) {
      lease.release();
      if (fateOf(error) === "never ran") return step;
      step = operation.throw(error);
      continue;
    }
    lease.release();
    // One by one is what the long way does.
    if (reply === null) return step;
    step = operation.next(reply);
  }
  return step;
}

/** Whether nothing is around a call that it would have to heed. */
export function isPlain(style: "sync" | "async"): boolean {
  const { transactions, pin, signal, forbidSync, tags, main } = currentContext();
  if (main !== "default") return false;
  if (transactions.size > 0 || pin !== undefined || signal !== undefined || tags !== undefined) return false;
  return !(style === "sync" && forbidSync) && !anybodyListens();
}

/** What is known without asking the database, where no transaction is open; null where the long way is to be taken. */
function tell(step: Step, style: "sync" | "async"): "sync" | "async" | Traits | undefined | null {
  if (step.kind === "style") return style;
  if (step.kind === "fate") return undefined;
  if (step.kind !== "traits") return null;
  const database = soleDatabase(step.using);
  return database && { ...database.traits, inTransaction: false };
}

/** A connection that is free; where all are taken, the next that comes back, as on the long way. */
function leaseFor(step: Step): Lease | Promise<Lease> | null {
  if (step.kind !== "query" && step.kind !== "queries") return null;
  const database = soleDatabase(step.using);
  return database && (database.tryAcquire() ?? database.acquire("a query"));
}

function leaseForSync(step: Step): Lease | null {
  if (step.kind !== "query" && step.kind !== "queries") return null;
  const database = soleDatabase(step.using);
  if (database === null || database.sync === "forbid") return null;
  return database.tryAcquireSync();
}
