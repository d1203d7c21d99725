import type { Schema } from "../../schema/schema.js";
import { Answers } from "../difference/answers.js";
import { foldMigrations } from "../files/fold.js";
import { headsOf, requireOneHead } from "../files/graph.js";
import { hashOf, readMigrations, type MigrationFile } from "../files/migration-files.js";
import { parseMigration } from "../files/parse.js";
import { printMigration } from "../files/print.js";
import { hashOfState, type MigrationRecord } from "../files/record.js";
import { MigrationError } from "../migration-errors.js";
import { applyOperation } from "../operations/index.js";
import { planPhased, withoutKept } from "../phased/plan-phased.js";
import type { Proposal } from "../plan/plan-migration.js";
import { fillsOf } from "../state/fills-of.js";
import { stateOf } from "../state/state-of.js";
import { changesBetween } from "./changes.js";
import { nextName, writeMigration, type MadeMigration, type MakeOptions } from "./make-migration.js";

/**
 * Writes a change as two migrations: `…_expand`, behind which old and new programs run side by side, and `…_contract`, for
 * when no old one runs any more. Gives the questions that have to be answered first.
 *
 * Throws `MigrationError` where the change is one that is not done in phases.
 */
export async function makePhased(
  schema: Schema,
  folder: string,
  { label = "changes", answers: given = [], dryRun = false, prove }: MakeOptions,
): Promise<MadeMigration> {
  const files = readMigrations(folder);
  requireOneHead(files);
  if (files.length === 0)
    throw new MigrationError("The first migration makes tables that nobody uses yet: it has no phases");
  const [before, after, answers] = [foldMigrations(files), stateOf(schema), new Answers(given)];
  const planned = planPhased({ before, after, answers, fills: fillsOf(schema), online: true });
  const { unused } = answers;
  if (planned.kind === "questions" || unused.length > 0) {
    const questions = planned.kind === "questions" ? planned.questions : [];
    return { kind: "questions", questions, changes: changesBetween(before, after), unused };
  }
  const phases = (["expand", "contract"] as const).filter(
    (phase) => planned[phase].operations.length + planned[phase].forward.length > 0,
  );
  if (phases.length === 0) return { kind: "none", unused };
  const made: { name: string; sql: string; record: MigrationRecord; proposal: Proposal }[] = [];
  let all = files;
  let unproved: string | null = null;
  for (const phase of phases) {
    const found = (await prove?.(planned[phase], all)) ?? { proposal: planned[phase], unproved: null };
    unproved ??= found.unproved;
    const proposal = withoutKept(found.proposal);
    const name = nextName(all, `${label}_${phase}`);
    const sql = printMigration(name, proposal);
    const record: MigrationRecord = {
      ...{ parents: headsOf(all).map((head) => head.name), operations: proposal.operations },
      ...{ answers: phase === "expand" ? answers.used : [], sql: hashOf(sql), byHand: false, phase },
      state: hashOfState(proposal.operations.reduce(applyOperation, proposal.before)),
    };
    made.push({ name, sql, record, proposal });
    all = [...all, fileOf(name, sql, record)];
  }
  if (!dryRun) for (const { name, sql, record } of made) writeMigration(folder, name, sql, record, files);
  return {
    kind: "made",
    name: made[0]?.name ?? "",
    names: made.map(({ name }) => name),
    files: made.flatMap(({ name }) => [`${name}.sql`, `${name}.json`]),
    changes: changesBetween(before, after),
    sql: made.map(({ sql }) => sql).join("\n"),
    unproved,
  };
}

/** A migration that is not written yet, as if it had been read. */
function fileOf(name: string, sql: string, record: MigrationRecord): MigrationFile {
  const { parents } = record;
  return { name, sql, hash: hashOf(sql), parents, record, data: null, ...parseMigration(name, sql) };
}
