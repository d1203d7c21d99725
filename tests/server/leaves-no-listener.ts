import { afterAll, expect } from "vitest";
import { anybodyListens } from "../../runtime/executor/run/events.js";

/* The next file may run in the same process: a listener that stays would hear it, and keep statements from going together. */
afterAll(() => {
  expect(anybodyListens(), "a listener of onQuery() is still there").toBe(false);
});
