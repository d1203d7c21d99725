import { OrmgenError } from "../errors/index.js";

/** Where ormgen's own code lies. A module in a bundle of CommonJS has no address: there nothing is taken for ormgen's. */
const OWN = import.meta.url ? new URL("..", import.meta.url).href : "(no address)";
const OWN_PATH = OWN.replace("file://", "");

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
  const found = frames(trace.stack) || frames(error.stack);
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
  const lines = frames(stack).split("\n");
  return (
    lines.find((line) => !GENERATED.test(line) && !line.includes("<anonymous>)")) ??
    lines[0] ??
    ""
  ).trim();
}

function here(): { stack?: string } {
  const trace: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  // Frames of ormgen's own come first.
  Error.stackTraceLimit = Math.max(stackTraceLimit, 0) && stackTraceLimit + 10;
  Error.captureStackTrace(trace, relocate);
  Error.stackTraceLimit = stackTraceLimit;
  return trace;
}

/** Frames of ormgen's own that stand above the caller's say nothing to the caller. */
function frames(stack = ""): string {
  const lines = stack.split("\n").filter((line) => /^\s+at /u.test(line));
  const first = lines.findIndex(
    (line) => !line.includes(OWN) && !line.includes(OWN_PATH) && !line.includes("node:internal"),
  );
  return first === -1 ? "" : lines.slice(first).join("\n");
}
