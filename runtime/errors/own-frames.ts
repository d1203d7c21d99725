/** Where ormgen's own code lies. A module in a bundle of CommonJS has no address: there nothing is taken for ormgen's. */
const ADDRESS = import.meta.url ? folderAbove(import.meta.url) : "(no address)";

/** What stands in a frame of ormgen's own, and in those of what it calls: `at Array.map (<anonymous>)`. */
const OWN = [ADDRESS, ADDRESS.replace("file://", ""), "node:internal", "(<anonymous>)"];

/** How many frames of ormgen's own can stand above the caller's. */
const DEPTH = 30;

/** By hand: bundlers take a `URL` made of a module's own address for a file that they have to find. */
function folderAbove(address: string): string {
  return address.slice(0, address.lastIndexOf("/", address.lastIndexOf("/") - 1) + 1);
}

/** Runs what takes a trace, with room in it for ormgen's own frames beside as many as the program wants. */
export function withRoom<T>(take: () => T): T {
  const { stackTraceLimit } = Error;
  if (stackTraceLimit > 0) Error.stackTraceLimit = stackTraceLimit + DEPTH;
  try {
    return take();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The frames of a trace from the caller's on: ormgen's own above it say nothing to the caller. Empty where all are its own. */
export function callersFrames(stack = ""): string {
  const lines = framesOf(stack);
  const first = lines.findIndex((line) => !OWN.some((part) => line.includes(part)));
  return first === -1 ? "" : lines.slice(first, first + Error.stackTraceLimit).join("\n");
}

function framesOf(stack: string): string[] {
  return stack.split("\n").filter((line) => /^\s+at /u.test(line));
}

/**
 * Has an error's stack start at the caller's line. Its text is made when somebody reads it: most errors are caught.
 * @param made the constructor, which is left out.
 */
export function startAtCaller(error: Error, made: new (...args: never[]) => Error): void {
  const trace: { stack?: string } = {};
  withRoom(() => Error.captureStackTrace(trace, made));
  const set = (value: unknown) =>
    Object.defineProperty(error, "stack", { value, configurable: true, enumerable: false, writable: true });
  Object.defineProperty(error, "stack", {
    configurable: true,
    enumerable: false,
    get() {
      const { stack = "" } = trace;
      const text = `${error.name}: ${error.message}\n${callersFrames(stack) || framesOf(stack).join("\n")}`;
      set(text);
      return text;
    },
    set,
  });
}
