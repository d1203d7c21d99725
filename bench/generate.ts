/**
 * `npm run bench`: how long `npx ormgen` takes for a hundred models and for five hundred, and how much memory, as a user
 * has it: cold, again with nothing changed, and with one model changed.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { withModels, type Measured, type Taken } from "./command.js";
import { median } from "./median.js";

/** A fifth above what was measured. Time depends on the machine: a run with nothing changed is held against the cold one. */
const BUDGETS = [
  { many: 100, outputMB: 1.25, memoryMB: 310, again: 0.15 },
  { many: 500, outputMB: 6.25, memoryMB: 480, again: 0.15 },
] as const;

for (const budget of BUDGETS) await withModels(budget.many, (project) => measure(project, budget));

async function measure(project: Measured, budget: (typeof BUDGETS)[number]): Promise<void> {
  const many = `${String(budget.many)} models`;
  const run = (what: string) => shown(`${many}, ${what}`, project.ormgen());
  const cold = run("cold");
  const again = run("again");
  project.change(0, (text) => text.replace("maxLength: 100", "maxLength: 120"));
  run("one changed");
  const changes = [130, 140, 150, 160, 170].map((length) => () => {
    project.change(0, (text) => text.replace("maxLength: 100", `maxLength: ${String(length)}`));
  });
  const watched = median(await project.watched(changes)) / 1000;
  console.log(`${many}, one changed under --watch: ${watched.toFixed(2)} s till it is written`);
  const output = join(project.root, "generated");
  const bytes = readdirSync(output).reduce((sum, name) => sum + statSync(join(output, name)).size, 0);
  console.log(`${many}: ${(bytes / 1e6).toFixed(2)} MB of output`);
  hold(many, "MB of output", bytes / 1e6, budget.outputMB);
  hold(many, "MB at the peak", cold.memoryMB, budget.memoryMB);
  hold(
    many,
    "of the cold run's work with nothing changed",
    again.processorMs / cold.processorMs,
    budget.again,
  );
}

function hold(many: string, what: string, measured: number, budget: number): void {
  if (measured <= budget) return;
  console.error(`${many}: ${measured.toFixed(2)} ${what}, over the budget of ${String(budget)}`);
  process.exitCode = 1;
}

function shown(label: string, taken: Taken): Taken {
  const [seconds, processor] = [taken.clockMs, taken.processorMs].map((ms) => (ms / 1000).toFixed(2));
  console.log(`${label}: ${seconds} s (${processor} s of processor), ${taken.memoryMB.toFixed(0)} MB`);
  return taken;
}
