import { OrmgenError } from "../errors/index.js";

const OWN = new URL("..", import.meta.url).href;

/** Remembers where an async call was made: cheap, the text is made only if somebody reads it. */
export function callerStack(below: (...args: never[]) => unknown): { stack?: string } {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, below);
  return trace;
}

/** Makes the error's stack start at the caller's line instead of in a socket's callback. */
export function relocate(error: unknown, trace: { stack?: string }): unknown {
  if (error instanceof OrmgenError) error.stack = `${error.name}: ${error.message}\n${frames(trace.stack)}`;
  return error;
}

export function relocateSync(error: unknown, below: (...args: never[]) => unknown): unknown {
  if (!(error instanceof OrmgenError)) return error;
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, below);
  return relocate(error, trace);
}

/** Frames of ormgen's own that stand above the caller's say nothing to the caller. */
function frames(stack = ""): string {
  const lines = stack.split("\n").slice(1);
  const first = lines.findIndex((line) => !line.includes(OWN) && !line.includes(OWN.replace("file://", "")));
  return lines.slice(Math.max(first, 0)).join("\n");
}
