import { callerLine, callerStack } from "./caller-stack.js";
import { anybodyListens, wantsCaller, type Who } from "./events.js";
import type { Operation } from "./operation.js";
import { nameOf } from "./operation-names.js";

let calls = 0;

/** Looked up only where somebody listens. */
export function whoCalls(operation: Operation<unknown>, below: (...args: never[]) => unknown): { who?: Who } {
  if (!anybodyListens()) return {};
  const caller = wantsCaller() ? callerLine(callerStack(below)) : undefined;
  return { who: { call: ++calls, operation: nameOf(operation), caller } };
}
