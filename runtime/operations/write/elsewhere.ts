import { InvalidValue } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import type { Instance } from "../../meta/instance-identity.js";
import { sameConnection } from "../../query/connections.js";

/**
 * Runs what writes an instance on another connection than its own, as Django's `using` does.
 *
 * @param stays whether the instance is that connection's from then on; where writing fails, it is not.
 */
export function* onConnection<T>(
  instance: Instance,
  method: string,
  using: unknown,
  stays: boolean,
  body: () => Operation<T>,
): Operation<T> {
  if (using === undefined) return yield* body();
  if (typeof using !== "string") {
    throw new InvalidValue(`using of ${method} is the name of a connection: { using: "reports" }`);
  }
  const state = stateOf(instance);
  const own = state.using;
  let written = false;
  state.using = using;
  try {
    const value = yield* body();
    written = true;
    return value;
  } finally {
    if (!written || !stays) state.using = own;
  }
}

/** Whether the instance is another connection's than this. */
export function isElsewhere(instance: Instance, using: string | undefined): boolean {
  return using !== undefined && !sameConnection(stateOf(instance).using, using);
}
