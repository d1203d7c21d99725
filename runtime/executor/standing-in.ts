import { inContext } from "./context.js";

/** Inside, what names no connection runs on this one: code that is written for "default" is lent another database. */
export function standingIn<T>(using: string, fn: () => T): T {
  return inContext({ main: using }, fn);
}
