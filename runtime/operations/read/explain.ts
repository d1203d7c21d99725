import { InvalidValue } from "../../errors/index.js";
import { query, type Operation } from "../../executor/run/operation.js";
import type { QuerySet } from "../../query/queryset.js";
import { selectStatement } from "./fetch.js";

const formats = ["text", "json", "yaml", "xml"] as const;
const flags = ["analyze", "verbose", "costs", "settings", "buffers", "wal", "timing", "summary"] as const;

export interface ExplainOptions extends Partial<Record<(typeof flags)[number], boolean>> {
  readonly format?: (typeof formats)[number];
}

/** The plan that PostgreSQL makes for the queryset, as text; `analyze` runs it. */
export function* explain(queryset: QuerySet, options: ExplainOptions = {}): Operation<string> {
  const { statement } = selectStatement(queryset.state);
  const words = Object.entries(options).flatMap(([name, value]) => word(name, value) ?? []);
  const sql = `explain${words.length > 0 ? ` (${words.join(", ")})` : ""} ${statement.sql}`;
  const { rows } = yield* query({ ...statement, sql, name: null, columns: null }, queryset.state.using);
  return rows.map(([line]) => (typeof line === "string" ? line : JSON.stringify(line, null, 2))).join("\n");
}

/** Options are words of a closed list: none of the caller's text reaches the SQL. */
function word(name: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (name === "format") {
    const format = formats.find((each) => each === value);
    if (!format) throw new InvalidValue(`explain({ format }) knows ${formats.join(", ")}`);
    return `format ${format}`;
  }
  const flag = flags.find((each) => each === name);
  if (!flag || typeof value !== "boolean") {
    throw new InvalidValue(`explain() knows the options format, ${flags.join(", ")}`);
  }
  return `${flag} ${String(value)}`;
}
