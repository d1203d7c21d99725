import type { Connection } from "../apply/task.js";
import type { CatalogueOther } from "../catalogue/catalogue.js";
import { readCatalogue } from "../catalogue/read-catalogue.js";
import { dropOther } from "../ddl/drop-other.js";
import type { Step } from "../plan/step.js";
import { withDefaults } from "./run-steps.js";

const NAME = `"(?:[^"]|"")*"`;
const ALTERS = new RegExp(`^ALTER TABLE ((?:${NAME}\\.)?${NAME}) ALTER COLUMN (${NAME}) TYPE `, "gm");
const ANEW = new RegExp(`^ALTER TYPE (?:${NAME}\\.)?${NAME} RENAME TO "[^"]*__old";`, "m");

/** Views over a column, views over those, and what lies on them; triggers, policies and rules that speak of the column. */
const HANGING = `WITH RECURSIVE hanging AS (
  SELECT d.classid, d.objid FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = $1::regclass AND quote_ident(a.attname) = quote_ident($2)
    AND d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass)
  UNION
  SELECT d.classid, d.objid FROM hanging h
  JOIN pg_rewrite r ON h.classid = 'pg_rewrite'::regclass AND r.oid = h.objid AND r.rulename = '_RETURN'
  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = r.ev_class
    AND d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_class'::regclass)
)
SELECT coalesce((SELECT r.ev_class FROM pg_rewrite r WHERE h.classid = 'pg_rewrite'::regclass AND r.oid = h.objid
  AND r.rulename = '_RETURN'), h.objid)::text AS oid FROM hanging h`;

export interface Around {
  readonly step: Step;
  /** What it takes away and makes again. */
  readonly remade: readonly CatalogueOther[];
}

/**
 * PostgreSQL alters no column's type while a view, a trigger, a policy or a rule speaks of the column: the step takes them
 * away before and makes them again behind it, from the server's own print. The connection is where the step is about to run.
 */
export async function aroundHanging(connection: Connection, step: Step): Promise<Around> {
  const altered = [...step.sql.matchAll(ALTERS)];
  const [first] = altered;
  if (first === undefined) return { step, remade: [] };
  // What stands before in the same step may give a table another name; an enum that is made anew keeps its own.
  const at = Math.min(first.index, ANEW.exec(step.sql)?.index ?? Infinity);
  const before = step.sql.slice(0, at);
  const { remade, drops } = await inPassing(connection, before, () => hangingOn(connection, altered));
  if (remade.length === 0) return { step, remade };
  const sql = [
    ...(before === "" ? [] : [before.trimEnd()]),
    "-- What speaks of an altered column goes and comes again; privileges on a view have to be granted anew.",
    ...drops,
    step.sql.slice(at),
    ...remade.map(({ statement }) => `${statement ?? ""};`),
  ].join("\n");
  return { step: { ...step, sql }, remade };
}

/** In a transaction that is taken back. */
async function inPassing<T>(connection: Connection, sql: string, look: () => Promise<T>): Promise<T> {
  await connection.script(`BEGIN;\n${sql}`);
  try {
    return await look();
  } finally {
    await connection.script("ROLLBACK");
  }
}

async function hangingOn(
  connection: Connection,
  altered: readonly RegExpExecArray[],
): Promise<{ readonly remade: readonly CatalogueOther[]; readonly drops: readonly string[] }> {
  const oids = new Set<unknown>();
  for (const [, table = "", column = ""] of altered) {
    const name = column.slice(1, -1).replaceAll('""', '"');
    for (const { oid } of await connection.rows(HANGING, [table, name])) oids.add(oid);
  }
  if (oids.size === 0) return { remade: [], drops: [] };
  const { others, tables } = await readCatalogue(withDefaults(connection));
  const remade = others.filter(({ oid }) => oids.has(oid));
  const dropped = remade.filter(
    (each) => each.kind.endsWith("view") || (lies(each) && !remade.some((view) => isOn(each, view))),
  );
  return { remade, drops: dropped.reverse().map((each) => dropOther(each, tables)) };
}

function lies({ kind }: CatalogueOther): boolean {
  return kind === "trigger" || kind === "policy" || kind === "rule";
}

/** What goes with its view. */
function isOn(other: CatalogueOther, view: CatalogueOther): boolean {
  return view.kind.endsWith("view") && view.schema === other.schema && other.name.startsWith(`${view.name}.`);
}
