import { difference } from "../difference/difference.js";
import { inverted, NO_RENAMES } from "../difference/renames.js";
import { aligned, resolve } from "../difference/resolve.js";
import { valuesFor } from "../difference/value-questions.js";
import type { Question } from "../difference/answers.js";
import type { Operation } from "../operations/operation.js";
import { neutral, neutralFills } from "../plan/neutral-fills.js";
import type { PlanInput, Proposal } from "../plan/plan-migration.js";
import { planSteps } from "../plan/plan-steps.js";
import type { Step } from "../plan/step.js";
import { titles } from "../plan/titles.js";
import { quoteName } from "../ddl/quote.js";
import { MigrationError } from "../migration-errors.js";
import { findColumn, findTable } from "../state/lookup.js";
import type { DatabaseState } from "../state/state.js";
import { columnKey, quoteTable, tableOfKey } from "../state/table-key.js";
import { middleOf } from "./middle.js";
import { byTable, copyStep, createSync, createView, dropSync, dropView } from "./sync-sql.js";
import { swapOf } from "./swap.js";

export type PlannedPhases =
  | { readonly kind: "planned"; readonly expand: Proposal; readonly contract: Proposal }
  | { readonly kind: "questions"; readonly questions: readonly Question[] };

/**
 * A change in two migrations: behind the first old and new programs run side by side, the second takes away what only old
 * ones need.
 */
export function planPhased({ before, after, answers, fills }: PlanInput): PlannedPhases {
  const { renames, questions } = resolve(before, after, answers);
  if (questions.length > 0) return { kind: "questions", questions };
  const values = valuesFor(difference(before, after, renames), after, fills, answers);
  if (values.questions.length > 0) return { kind: "questions", questions: values.questions };
  const { tables, enums, labels } = renames;
  checkNames(tables, before, after);
  const moves = { ...NO_RENAMES, tables, enums, labels };
  const { state: middle, twins } = middleOf(aligned(before, after, moves), after, renames, values.usings);
  const online = { online: true, fills: values.fills, usings: values.usings };
  const none = { ...online, usings: new Map<string, string>() };
  const synced = [...byTable(twins)];
  const sync = synced.map(([table, own]) => inTransaction(createSync(table, own)));
  const unsync = synced.map(([table]) => inTransaction(dropSync(table)));
  const views = [...tables].map(([from, to]) => createView(from, to, before));
  const beside = [...[...tables.keys()].flatMap(schemaOf), ...sync.map(({ sql }) => sql), ...views];
  const unviews = [...tables].map(([from]) => dropView(from));
  const kept = new Set(
    twins.flatMap(({ table, old, fresh }) => [columnKey(table, old), columnKey(table, fresh)]),
  );

  const expanding = difference(before, middle, moves);
  const undoing = difference(middle, before, inverted(moves));
  const expand: Proposal = {
    ...{ before, after: middle, operations: expanding, changes: titles(expanding, before) },
    forward: [
      ...withViews(planSteps(before, expanding, online), tables, before),
      ...sync,
      ...twins.map((twin) => copyStep(twin, middle, "there")),
    ],
    reverse: [
      ...unsync,
      ...withoutViews(
        planSteps(middle, undoing, { ...none, fills: undoneFills(undoing, before, kept) }),
        tables,
      ),
    ],
    besides: { before: [], after: beside },
    kept,
  };

  const swap = swapOf(middle, after, twins);
  const dropping = difference(swap.swapped, swap.cleared);
  const contracting = difference(swap.cleared, after);
  const operations: Operation[] = [...swap.operations, ...dropping, ...contracting];
  const back = difference(after, middle, { ...NO_RENAMES, columns: swap.back });
  const filled = new Map([...neutralFills(back, middle), ...swap.fills]);
  const contract: Proposal = {
    ...{ before: middle, after, operations, changes: titles(operations, middle) },
    forward: [
      ...unviews.map(inTransaction),
      ...swap.steps,
      ...planSteps(swap.swapped, dropping, none),
      ...planSteps(swap.cleared, contracting, online),
    ],
    reverse: [
      ...planSteps(after, back, { ...none, fills: filled }),
      ...sync,
      ...twins.filter(({ cast }) => cast === null).map((twin) => copyStep(twin, middle, "back")),
      ...views.map(inTransaction),
    ],
    besides: { before: beside, after: [] },
    kept: new Set([...kept, ...swap.kept]),
  };
  return { kind: "planned", expand: withoutKept(expand), contract: withoutKept(contract) };
}

/** Rows that new programs wrote have nothing in a column that only old ones knew. */
function undoneFills(
  undoing: readonly Operation[],
  before: DatabaseState,
  kept: ReadonlySet<string>,
): Map<string, string> {
  const fills = neutralFills(undoing, before);
  for (const operation of undoing) {
    if (operation.kind !== "alterNull" || operation.to) continue;
    const key = columnKey(operation.table, operation.column);
    const column = findColumn(findTable(before, operation.table), operation.column);
    const value = column && !kept.has(key) ? neutral(column) : undefined;
    if (value !== undefined) fills.set(key, value);
  }
  return fills;
}

/** No other table may be left in the schema that a table moves out of. */
function schemaOf(table: string): string[] {
  const { schema } = tableOfKey(table);
  return schema === null ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)};`];
}

function inTransaction(sql: string): Step {
  return { mode: "transaction", sql, loses: [] };
}

/** What has a twin is lost by nobody. */
export function withoutKept(proposal: Proposal): Proposal {
  const { kept = new Set<string>() } = proposal;
  const cleared = (steps: readonly Step[]) =>
    steps.map((step) => ({ ...step, loses: step.loses.filter((key) => !kept.has(key)) }));
  return { ...proposal, forward: cleared(proposal.forward), reverse: cleared(proposal.reverse) };
}

/** The former name is there again at the moment when the table leaves it. */
function withViews(
  steps: readonly Step[],
  tables: ReadonlyMap<string, string>,
  before: DatabaseState,
): Step[] {
  return steps.map((step) => {
    const own = [...tables]
      .filter(([from]) => isRenaming(step, from))
      .map(([from, to]) => createView(from, to, before));
    return { ...step, sql: [step.sql, ...own].join("\n") };
  });
}

function withoutViews(steps: readonly Step[], tables: ReadonlyMap<string, string>): Step[] {
  return steps.map((step) => {
    const own = [...tables].filter(([, to]) => isRenaming(step, to)).map(([from]) => dropView(from));
    return { ...step, sql: [...own, step.sql].join("\n") };
  });
}

function isRenaming({ sql }: Step, from: string): boolean {
  return ["RENAME TO", "SET SCHEMA"].some((action) =>
    sql.includes(`ALTER TABLE ${quoteTable(from)} ${action} `),
  );
}

/** Throws `MigrationError` where a name would mean one table to old programs and another to new ones. */
function checkNames(tables: ReadonlyMap<string, string>, before: DatabaseState, after: DatabaseState): void {
  for (const [from, to] of tables) {
    if (findTable(after, from) === undefined && findTable(before, to) === undefined) continue;
    throw new MigrationError(
      `${from} is called ${to} now, and that name or the former one is another table's, which is not done in phases yet: make ` +
        "that change without --phased, in a migration of its own",
    );
  }
}
