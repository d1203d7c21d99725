/** Words before which a long statement is broken, where no parenthesis is open. */
const CLAUSES =
  /(?<!^delete) (?=(?:from|inner join|left join|where|group by|having|order by|limit|offset|values|set|returning|on conflict|union|intersect|except|for (?:no key )?update)\b)/;

/** Most characters of a line of SQL. */
const WIDTH = 100;

/** A statement as a page shows it: long column lists abbreviated, long lines broken. */
export function shownSql(sql: string): string {
  const short = abbreviated(sql);
  return short.length <= WIDTH ? short : broken(short).join("\n");
}

export function shownStatements(statements: readonly string[]): string {
  return statements.length === 1
    ? shownSql(statements[0] ?? "")
    : statements.map((sql) => `${shownSql(sql)};`).join("\n");
}

/** `"t"."id", "t"."title", "t"."price", "t"."pages"` becomes `"t"."id", …`. */
function abbreviated(sql: string): string {
  return sql
    .replace(/("\w+"\.)"id"(?:, \1"\w+"){3,}/g, '$1"id", …')
    .replace(/("\w+"\."\w+" as "c0")(?:, "\w+"\."\w+" as "c\d+"){3,}/g, "$1, …")
    .replace(/("rows"\."c0")(?:, "rows"\."c\d+"){3,}/g, "$1, …")
    .replace(/\(("\w+")(?:, "\w+"){4,}\)/g, "($1, …)")
    .replace(/\((\$\d+)(?:, \$\d+){4,}\)/g, "($1, …)")
    .replace(/ set ("\w+" = \$\d+)(?:, "\w+" = \$\d+){3,}/g, " set $1, …");
}

function broken(sql: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of sql.split(CLAUSES)) {
    line = line === "" ? part : `${line} ${part}`;
    if (depthOf(line) > 0) continue;
    lines.push(line);
    line = "";
  }
  return line === "" ? lines : [...lines, line];
}

function depthOf(text: string): number {
  return (text.match(/\(/g) ?? []).length - (text.match(/\)/g) ?? []).length;
}

export interface Parts {
  readonly selected: string;
  readonly condition: string;
  readonly order: string;
}

/** The parts of a select's outermost level: what it selects, its condition and its order. */
export function partsOf(sql: string): Parts {
  const clauses = broken(sql);
  const clause = (name: string) => clauses.find((each) => each.startsWith(`${name} `));
  const conditions = ["where", "having"].flatMap((name) => clause(name)?.slice(name.length + 1) ?? []);
  return {
    selected: clause("select")?.slice("select ".length) ?? "",
    condition: conditions.join(" having "),
    order: clause("order by")?.slice("order by ".length) ?? "",
  };
}

/** Whether a text of a page is the actual one: spaces are alike, and `…` stands for anything. */
export function matches(documented: string, actual: string): boolean {
  const pattern = plain(documented)
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*?");
  return documented.trim() !== "" && new RegExp(`^${pattern}$`, "s").test(plain(actual));
}

function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/([([]) /g, "$1")
    .replace(/ ([)\]])/g, "$1")
    .replace(/; /g, ";")
    .trim();
}
