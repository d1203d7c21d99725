import { currentContext, inContext } from "../context.js";
import { Pin } from "../connection/pin.js";

/**
 * Runs the callback outside the current transaction, on a connection of its own that is held to its end:
 * session locks and settings stay for the queries inside, and are gone afterwards.
 *
 * ```ts
 * await atomic(async () => {
 *   await detached(() => AuditLog.objects.create({ text: "tried" }));   // stays, whatever becomes of the block
 * });
 * ```
 */
export async function detached<T>(fn: () => T | Promise<T>): Promise<T> {
  const pin = new Pin(currentContext());
  try {
    return await inContext({ transactions: new Map(), pin }, async () => await fn());
  } finally {
    pin.close();
  }
}

/** The twin of `detached` for sync code. */
export function detachedSync<T>(fn: () => T): T {
  const pin = new Pin(currentContext());
  try {
    return inContext({ transactions: new Map(), pin }, fn);
  } finally {
    pin.close();
  }
}
