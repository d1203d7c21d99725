import { difference } from "../difference/difference.js";
import { Answers } from "../difference/answers.js";
import { resolve } from "../difference/resolve.js";
import { titles } from "../plan/titles.js";
import type { DatabaseState } from "../state/state.js";

/** What differs, a line each, in the user's own names: `+ Book.subtitle (varchar(100))`. */
export function changesBetween(before: DatabaseState, after: DatabaseState): string[] {
  const { renames } = resolve(before, after, new Answers([]));
  return titles(difference(before, after, renames), before);
}
