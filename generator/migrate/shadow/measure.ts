import type { Connection } from "../apply/task.js";
import { concurrentIndex } from "../sql/concurrent-index.js";
import { quoteText } from "../ddl/quote.js";
import { keyOf } from "../catalogue/compare.js";
import { columnKey } from "../state/table-key.js";
import type { SqlStatement } from "../sql/statements.js";

/** What one statement did to a table that others may be using. */
export interface Effect {
  readonly table: string;
  readonly oid: string;
  readonly lock: Lock | null;
  readonly scans: boolean;
  readonly rewrites: boolean;
  readonly builds: boolean;
  /** Keys of the table or of columns whose data is gone, under their names of just before. */
  readonly lost: readonly string[];
}

/** The locks that stop others, the weakest first. */
export const LOCKS = [
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type Lock = (typeof LOCKS)[number];

interface Sample {
  readonly table: string;
  readonly scans: number;
  readonly file: string;
  readonly locks: readonly string[];
  /** Columns that hold data, by number. */
  readonly columns: Readonly<Record<string, string>>;
}

const SAMPLE = `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, pg_relation_filenode(c.oid)::text AS file,
    (SELECT json_object_agg(a.attnum, a.attname) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')::text AS columns,
    coalesce(pg_stat_get_xact_numscans(c.oid), 0)::text AS scans,
    (SELECT string_agg(DISTINCT l.mode, ',') FROM pg_locks l WHERE l.relation = c.oid AND l.pid = pg_backend_pid()) AS locks
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** Runs one statement in a transaction of its own and looks what it locked, scanned and wrote anew. */
export async function measured(connection: Connection, sql: string): Promise<Effect[]> {
  await connection.script("BEGIN");
  try {
    const before = await sample(connection);
    await connection.script(sql);
    const after = await sample(connection);
    await connection.script("COMMIT");
    return effectsBetween(before, after);
  } catch (error) {
    await connection.script("ROLLBACK");
    throw error;
  }
}

/** Runs a statement that cannot be in a transaction: what it locks is known of its kind. */
export async function measuredAlone(
  connection: Connection,
  { text, words }: SqlStatement,
): Promise<Effect[]> {
  const index = concurrentIndex(text);
  const find = async (): Promise<Effect[]> => {
    if (index === null) return [];
    const rows = await connection.rows(
      `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indexrelid = to_regclass(${quoteText(index.name)})`,
      [],
    );
    return rows.map(({ oid, schema, name }) => ({
      ...{
        table: keyOf(String(schema), String(name)),
        oid: String(oid),
        lock: "SHARE UPDATE EXCLUSIVE" as const,
      },
      ...{ scans: false, rewrites: false, builds: index.action === "create", lost: [] },
    }));
  };
  const before = words[0] === "DROP" ? await find() : [];
  await connection.script(text);
  return words[0] === "DROP" ? before : find();
}

async function sample(connection: Connection): Promise<Map<string, Sample>> {
  const rows = await connection.rows(SAMPLE, []);
  return new Map(
    rows.map(({ oid, schema, name, file, scans, locks, columns }) => [
      String(oid),
      {
        ...{ table: keyOf(String(schema), String(name)), scans: Number(scans), file: String(file) },
        columns: typeof columns === "string" ? (JSON.parse(columns) as Record<string, string>) : {},
        locks: typeof locks === "string" ? locks.split(",") : [],
      },
    ]),
  );
}

/** A table that a statement dropped was locked as strongly as can be. */
function effectsBetween(before: ReadonlyMap<string, Sample>, after: ReadonlyMap<string, Sample>): Effect[] {
  return [...before].flatMap(([oid, was]): Effect[] => {
    const is = after.get(oid);
    const none = { table: was.table, oid, scans: false, rewrites: false, builds: false, lost: [] };
    if (is === undefined) return [{ ...none, lock: "ACCESS EXCLUSIVE", lost: [was.table] }];
    const lock = strongest(is.locks);
    const isHard = lock !== null && lock !== "SHARE UPDATE EXCLUSIVE";
    const rewrites = is.file !== was.file;
    const scans = isHard && !rewrites && is.scans > was.scans;
    const lost = Object.entries(was.columns)
      .filter(([number]) => !Object.hasOwn(is.columns, number))
      .map(([, name]) => columnKey(was.table, name));
    return lock === null ? [] : [{ ...none, lock, scans, rewrites, lost }];
  });
}

function strongest(modes: readonly string[]): Lock | null {
  const held = LOCKS.filter((lock) => modes.includes(`${pascal(lock)}Lock`));
  return held.at(-1) ?? null;
}

/** `AccessExclusive`, as the server calls it. */
function pascal(lock: Lock): string {
  return lock
    .split(" ")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");
}

/** `ACCESS EXCLUSIVE on note; rewrites note`: all that a step does, without what is new in the same migration. */
export function noteOf(effects: readonly Effect[], isOld: (oid: string) => boolean): string {
  const tables = new Map<string, Effect[]>();
  for (const effect of effects) {
    if (isOld(effect.oid)) tables.set(effect.oid, [...(tables.get(effect.oid) ?? []), effect]);
  }
  const notes = [...tables.values()].flatMap((all) => {
    const table = all.at(-1)?.table ?? "";
    const lock = LOCKS.findLast((each) => all.some((effect) => effect.lock === each));
    const does = (what: "scans" | "rewrites" | "builds") => all.some((effect) => effect[what]);
    return [
      ...(lock === undefined ? [] : [`${lock} on ${table}`]),
      ...(does("rewrites") ? [`rewrites ${table}`] : does("scans") ? [`scans ${table}`] : []),
      ...(does("builds") ? ["builds an index"] : []),
    ];
  });
  return [...new Set(notes)].join("; ");
}
