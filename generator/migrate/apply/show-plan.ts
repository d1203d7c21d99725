import { requireOneHead } from "../files/graph.js";
import type { ParsedStep } from "../files/parse.js";
import { dataOf, type MigrationFile } from "../files/migration-files.js";
import { checkDrift, readHistory, type History } from "./history.js";
import { planMigrations, type MigrationPlan, type Target } from "./plan.js";
import { asReplaced, replacing } from "./replaced.js";
import { reverseSteps } from "./run-migration.js";
import type { Task } from "./task.js";

export interface ShownStep {
  readonly migration: string;
  readonly way: "forward" | "reverse";
  readonly step: number;
  readonly mode: string;
  readonly loses: readonly string[];
  readonly note: string;
}

export interface ShownPlan extends MigrationPlan {
  readonly steps: readonly ShownStep[];
  /** Whether a step was begun of which no end is known. */
  readonly isOpen: boolean;
  /** For people; none where there is nothing to be done. */
  readonly lines: readonly string[];
}

/** What `migrate` would do, step by step. */
export function* planTask(files: readonly MigrationFile[], target: Target): Task<ShownPlan> {
  requireOneHead(files);
  const found = yield* readHistory();
  const history = asReplaced(files, found);
  const noted = replacing(files, found);
  if (target.backToFiles !== true) checkDrift(files, history);
  const plan = planMigrations(files, history, target);
  const back = plan.back.map(({ name, reverse }) => ({
    ...{ name, finished: reverse !== null },
    steps: open(
      history,
      name,
      "reverse",
      reverse === null ? [] : reverseSteps(name, reverse, dataOf(files, name)),
    ),
  }));
  const forward = plan.forward.map(({ name, forward: steps }) => ({
    ...{ name, finished: true, steps: open(history, name, "forward", steps) },
  }));
  return {
    ...plan,
    isOpen: history.steps.some(({ finished }) => !finished),
    steps: [...back, ...forward].flatMap(({ steps }) => steps),
    lines: [
      ...(noted.length === 0
        ? []
        : ["To be noted in place of what they stand for:", ...noted.map((name) => `  ${name}`)]),
      ...(back.length === 0 ? [] : ["To be taken back:", ...back.flatMap(linesOf)]),
      ...(forward.length === 0 ? [] : ["To be applied:", ...forward.flatMap(linesOf)]),
    ],
  };
}

function open(
  { steps: known }: History,
  name: string,
  way: ShownStep["way"],
  steps: readonly ParsedStep[],
): ShownStep[] {
  const done = new Set(
    known.filter((each) => each.name === name && each.way === way && each.finished).map(({ step }) => step),
  );
  return steps
    .map(({ mode, loses, note = "" }, at): ShownStep => ({
      ...{ migration: name, way, step: at + 1, loses, note },
      mode: typeof mode === "string" ? mode : `batches of ${String(mode.size)}`,
    }))
    .filter(({ step }) => !done.has(step));
}

function linesOf({
  name,
  finished,
  steps,
}: {
  readonly name: string;
  readonly finished: boolean;
  readonly steps: readonly ShownStep[];
}): string[] {
  const isPlain =
    steps.length === 1 && steps[0]?.note === "" && steps[0].loses.length === 0 && steps[0].mode !== "code";
  const lines = steps.map(({ step, mode, loses, note }) => {
    const notes = [
      ...(loses.length === 0 ? [] : [`loses data: ${loses.join(", ")}`]),
      ...(note === "" ? [] : [note]),
    ];
    return `    step ${String(step)}: ${mode}${notes.map((each) => ` (${each})`).join("")}`;
  });
  return [`  ${name}${finished ? "" : "  has no way back"}`, ...(isPlain ? [] : lines)];
}
