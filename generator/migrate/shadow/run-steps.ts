import { runTask, script, type Connection, type Task } from "../apply/task.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import type { Step } from "../plan/step.js";
import { statementsOf } from "../sql/statements.js";
import { measured, measuredAlone, noteOf, type Effect } from "./measure.js";

/** A statement that the shadow refused. */
export class StepRefused extends Error {
  static {
    this.prototype.name = "StepRefused";
  }
  constructor(
    readonly step: number,
    readonly statement: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export interface MeasuredStep {
  readonly step: Step;
  readonly statements: readonly { readonly sql: string; readonly effects: readonly Effect[] }[];
}

/**
 * Runs steps statement by statement and notes what each locked, scanned, wrote anew and lost; `prepared` may add to a step
 * just before it runs.
 */
export async function measureSteps(
  connection: Connection,
  steps: readonly Step[],
  prepared: (step: Step) => Promise<Step> = (step) => Promise.resolve(step),
): Promise<MeasuredStep[]> {
  const done: MeasuredStep[] = [];
  const { tables } = await readCatalogue(withDefaults(connection));
  const old = new Set(tables.map(({ oid }) => oid));
  for (const [at, planned] of steps.entries()) {
    const step = await prepared(planned);
    const statements: { sql: string; effects: readonly Effect[] }[] = [];
    for (const statement of statementsOf(step.sql)) {
      const sql = statement.text.replaceAll("{batch}", "true");
      try {
        const effects =
          step.mode === "alone"
            ? await measuredAlone(connection, statement)
            : old.size === 0
              ? await unmeasured(connection, sql)
              : await measured(connection, sql);
        statements.push({ sql, effects });
      } catch (error) {
        throw new StepRefused(at + 1, statement.text, error);
      }
    }
    const lost = statements.flatMap(({ effects }) => effects.flatMap((effect) => effect.lost));
    const loses = [...new Set([...step.loses, ...lost])];
    const note = noteOf(
      statements.flatMap(({ effects }) => effects),
      (oid) => old.has(oid),
    );
    done.push({ step: { ...step, loses, note }, statements });
  }
  return done;
}

/** What a statement does to tables that nobody uses yet is not asked: with many tables it is what takes time. */
async function unmeasured(connection: Connection, sql: string): Promise<readonly Effect[]> {
  await connection.script(sql);
  return [];
}

/** Runs steps without looking. */
export function runSteps(connection: Connection, steps: readonly Step[]): Promise<void> {
  return runTask(connection, stepsTask(steps));
}

/** The same in either style. */
export function* stepsTask(steps: readonly Step[]): Task<void> {
  for (const [at, { mode, sql }] of steps.entries()) {
    // No rows, nothing to be done.
    if (mode === "code") continue;
    try {
      yield* script(mode === "alone" ? sql : sql.replaceAll("{batch}", "true"));
    } catch (error) {
      throw new StepRefused(at + 1, sql, error);
    }
  }
}

export function withDefaults(connection: Connection) {
  return { rows: (sql: string, parameters: readonly string[] = []) => connection.rows(sql, parameters) };
}
