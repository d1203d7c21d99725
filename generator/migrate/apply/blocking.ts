import type { Step } from "../plan/step.js";
import { quoteText } from "../ddl/quote.js";
import { quoteTable } from "../state/table-key.js";
import { rows, type Task } from "./task.js";

const ROWS = 100_000;
const BYTES = 1024 ** 3;

/**
 * Large tables that a step would scan or write anew while nobody else can use them, with their sizes; told by what was
 * measured when the migration was made.
 */
export function* blockedTables(steps: readonly Step[]): Task<string[]> {
  const blocked: string[] = [];
  for (const { key, work } of steps.filter(({ mode }) => mode === "transaction").flatMap(worksOn)) {
    const [size] = yield* rows(
      `SELECT reltuples::bigint::text AS tuples, pg_total_relation_size(oid)::text AS bytes,
         pg_size_pretty(pg_total_relation_size(oid)) AS pretty
       FROM pg_class WHERE oid = to_regclass(${quoteText(quoteTable(key))})`,
    );
    if (size === undefined) continue;
    const [tuples, bytes] = [Number(size.tuples), Number(size.bytes)];
    if (tuples <= ROWS && bytes <= BYTES) continue;
    blocked.push(`it ${work} ${key}, ${String(tuples)} rows, ${String(size.pretty)}`);
  }
  return blocked;
}

/** `(ACCESS EXCLUSIVE on note; rewrites note)`. */
function worksOn({ note = "" }: Step): { key: string; work: string }[] {
  return [...note.matchAll(/\b(scans|rewrites) ((?:"(?:[^"\\]|\\.)*"|[^\s,;()"])+)/g)].map(
    ([, work = "", key = ""]) => ({ key, work }),
  );
}
