/** What every codec relies on, whatever the server or the role has set. */
const NEEDED: Readonly<Record<string, string>> = {
  DateStyle: "ISO",
  IntervalStyle: "iso_8601",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  client_encoding: "UTF8",
  standard_conforming_strings: "on",
};

/** Those that a transaction pooler carries from one server connection to the next; the others it would leak. */
const CARRIED: ReadonlySet<string> = new Set([
  "DateStyle",
  "TimeZone",
  "client_encoding",
  "standard_conforming_strings",
]);

export interface Preamble {
  /** Goes before a statement that is its own transaction. */
  readonly alone: readonly string[];
  /** Goes after `BEGIN`. */
  readonly within: readonly string[];
}

export interface SettingsTarget {
  readonly statementTimeoutMs: number | null;
  /** Whether a transaction pooler stands between, which gives each transaction another server connection. */
  readonly pooled: boolean;
}

/** The script that a new connection starts with. */
export function sessionScript(target: SettingsTarget): string {
  return settings(target)
    .filter(([name]) => !target.pooled || CARRIED.has(name))
    .map(([name, value]) => `SET ${name} TO '${value}'`)
    .join("; ");
}

/** The same for one transaction alone. `SET LOCAL` outside of one would put a warning into the server's log. */
export function preambleOf(target: SettingsTarget): Preamble {
  const own = settings(target).filter(([name]) => !CARRIED.has(name));
  const calls = own.map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`);
  return {
    // Runs every call and gives no row that could be taken for one of the statement's.
    alone: [`SELECT WHERE pg_catalog.concat(${calls.join(", ")}) IS NULL`],
    within: own.map(([name, value]) => `SET LOCAL ${name} TO '${value}'`),
  };
}

function settings({ statementTimeoutMs }: SettingsTarget): [string, string][] {
  const needed = Object.entries(NEEDED);
  if (statementTimeoutMs === null) return needed;
  return [...needed, ["statement_timeout", String(Math.max(1, Math.trunc(statementTimeoutMs)))]];
}
