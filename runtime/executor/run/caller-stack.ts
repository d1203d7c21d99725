import { callersFrames, OrmgenError, withRoom } from "../../errors/index.js";

/** Remembers where a call was made: the text is made only if somebody reads it. */
export function callerStack(below: (...args: never[]) => unknown): { stack?: string } {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, below);
  return trace;
}

/**
 * Makes the error's stack start at the caller's line instead of in a socket's callback. It is asked for when the error
 * passes, in the function that the caller awaits: the engine follows the awaits, so that a call that succeeds pays nothing.
 */
export function relocate(error: unknown, trace: { stack?: string } = here()): unknown {
  if (!(error instanceof OrmgenError)) return error;
  // Where nobody awaits yet, the call is still on the stack that the error was made on.
  const found = callersFrames(trace.stack) || callersFrames(error.stack);
  if (found !== "") error.stack = `${error.name}: ${error.message}\n${found}`;
  return error;
}

export function relocateSync(error: unknown, below: (...args: never[]) => unknown): unknown {
  return error instanceof OrmgenError ? relocate(error, callerStack(below)) : error;
}

/** What stands in a generated client's own files: a method of a queryset or of a manager. */
const GENERATED = /\bat (?:async )?\w*(?:QuerySet|Manager)\./u;

/** `at shop (…/orders.ts:12:5)`: the first line that is neither ormgen's own nor its client's. */
export function callerLine({ stack = "" }: { stack?: string }): string {
  const lines = callersFrames(stack).split("\n");
  return (
    lines.find((line) => !GENERATED.test(line) && !line.includes("<anonymous>)")) ??
    lines[0] ??
    ""
  ).trim();
}

function here(): { stack?: string } {
  const trace: { stack?: string } = {};
  withRoom(() => Error.captureStackTrace(trace, relocate));
  return trace;
}
