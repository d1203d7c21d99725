import type { ServerFields } from "./server-error.js";

/** The statement as it was sent: its SQL, and its values, which are looked at and never shown. */
export interface Sent {
  readonly sql: string;
  readonly parameters?: readonly (string | null)[] | undefined;
}

export interface PlaceOfValue {
  readonly table: string | undefined;
  readonly columns: readonly string[];
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$]+)`;
const TARGET = new RegExp(String.raw`^\s*(?:insert\s+into|update)\s+(?:${NAME}\.)?(${NAME})`, "iu");
const INSERT = new RegExp(String.raw`^\s*insert\s+into\s+(?:${NAME}\.)?${NAME}\s*\(([^)]*)\)\s*(.*)$`, "isu");
const SET = new RegExp(String.raw`(${NAME})\s*=\s*\$(\d+)(?!\d)`, "gu");

/** The server names no column for a value that it cannot take: what the statement writes where shows it. */
export function placeOfValue(fields: ServerFields, { sql, parameters = [] }: Sent): PlaceOfValue {
  const target = TARGET.exec(sql)?.[1];
  const table = fields.table ?? (target === undefined ? undefined : unquoted(target));
  if (fields.column !== undefined) return { table, columns: [fields.column] };
  if (target === undefined) return { table, columns: [] };
  const written = columnsWritten(sql);
  const told = /portal (?:"[^"]*" )?parameter \$(\d+)/u.exec(fields.where ?? "")?.[1];
  const suspects = told === undefined ? tooLong(fields, parameters) : [Number(told)];
  const columns = suspects?.flatMap((at) => written.get(at) ?? []) ?? [...written.values()];
  const found = [...new Set(columns)];
  // With nothing to go by, one column is known and several are a guess.
  return { table, columns: suspects === null && found.length > 1 ? [] : found };
}

/** Which column each parameter goes to. */
function columnsWritten(sql: string): ReadonlyMap<number, string> {
  const insert = INSERT.exec(sql);
  if (insert === null) {
    const [, sets = ""] = /\bset\b(.*)$/isu.exec(sql) ?? [];
    const until = sets.search(/\bwhere\b/iu);
    const pairs = [...(until === -1 ? sets : sets.slice(0, until)).matchAll(SET)];
    return new Map(pairs.map(([, name = "", at]) => [Number(at), unquoted(name)]));
  }
  const [, list = "", rest = ""] = insert;
  const names = [...list.matchAll(new RegExp(NAME, "gu"))].map(([name]) => unquoted(name));
  const rows = [...rest.matchAll(/\(([^()]*)\)/gu)].map(([, row = ""]) => row.split(","));
  const written = rows
    .filter((row) => row.length >= names.length)
    .flatMap((row) =>
      names.flatMap((name, column): [number, string][] => {
        const at = /^\s*\$(\d+)(?:::.*)?$/u.exec(row[column] ?? "")?.[1];
        return at === undefined ? [] : [[Number(at), name]];
      }),
    );
  return new Map(written);
}

/** The parameters that a `varchar(n)` cannot hold; null where length is not what it is about. */
function tooLong({ sqlstate, message }: ServerFields, parameters: Sent["parameters"] = []): number[] | null {
  const limit = /character(?: varying)?\((\d+)\)/u.exec(message)?.[1];
  if (sqlstate !== "22001" || limit === undefined || parameters.length === 0) return null;
  return parameters.flatMap((value, at) =>
    value !== null && longest(value) > Number(limit) ? [at + 1] : [],
  );
}

/** In characters, of a text or of an array's longest item. */
function longest(value: string): number {
  const items = value.startsWith("{") ? (value.match(/"(?:[^"\\]|\\.)*"|[^,{}"]+/gsu) ?? []) : [value];
  return Math.max(
    0,
    ...items.map((item) => [...item.replace(/^"(.*)"$/su, "$1").replace(/\\(.)/gsu, "$1")].length),
  );
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
