import type { Answers, Question } from "../difference/answers.js";
import { difference } from "../difference/difference.js";
import { inverted } from "../difference/renames.js";
import { resolve } from "../difference/resolve.js";
import { valuesFor } from "../difference/value-questions.js";
import { neutralFills } from "./neutral-fills.js";
import type { Operation } from "../operations/operation.js";
import type { DatabaseState } from "../state/state.js";
import { planSteps } from "./plan-steps.js";
import type { Step } from "./step.js";
import { titles } from "./titles.js";

/** A migration that can be written. */
export interface Proposal {
  readonly before: DatabaseState;
  readonly after: DatabaseState;
  readonly operations: readonly Operation[];
  readonly forward: readonly Step[];
  readonly reverse: readonly Step[];
  /** A line each, for people. */
  readonly changes: readonly string[];
  /** Statements that make what stands beside the states while programs change, before it and behind it. */
  readonly besides?: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Keys of columns whose values live on in another. */
  readonly kept?: ReadonlySet<string>;
}

export interface PlanInput {
  readonly before: DatabaseState;
  readonly after: DatabaseState;
  readonly answers: Answers;
  /** What the models give a new row, by column key. */
  readonly fills: ReadonlyMap<string, string>;
  readonly online: boolean;
}

/** Steps forward and back, or what has to be answered first. */
export function planMigration({
  before,
  after,
  answers,
  fills,
  online,
}: PlanInput):
  | (Proposal & { readonly kind: "planned" })
  | { readonly kind: "questions"; readonly questions: readonly Question[] } {
  const { renames, questions } = resolve(before, after, answers);
  if (questions.length > 0) return { kind: "questions", questions };
  const operations = difference(before, after, renames);
  const values = valuesFor(operations, after, fills, answers);
  if (values.questions.length > 0) return { kind: "questions", questions: values.questions };
  const back = difference(after, before, inverted(renames));
  return {
    ...{ kind: "planned", before, after, operations, changes: titles(operations, before) },
    forward: planSteps(before, operations, { online, fills: values.fills, usings: values.usings }),
    reverse: planSteps(after, back, { online, fills: neutralFills(back, before), usings: new Map() }),
  };
}
