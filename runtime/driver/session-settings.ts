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

export interface SessionOptions {
  /** Whether statements are prepared under their names; a transaction pooler loses them. */
  readonly prepare: boolean;
  /** Goes with the first statement of every transaction: settings that a pooler does not keep. */
  readonly preamble?: Preamble;
  /** What has to be set again after everything was reset; null where the connection was made with it. */
  readonly settings?: string | null;
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

/** The same as the options that a connection starts with: what `RESET` and `DISCARD ALL` go back to. */
export function startOptions(target: SettingsTarget): string {
  return settings(target)
    .filter(([name]) => name !== "client_encoding")
    .map(([name, value]) => `-c ${name}=${name === CANARY ? value.toUpperCase() : value}`)
    .join(" ");
}

/**
 * The server reports it in its own spelling. A pooler may be told to take the options of a connection and forget them, but
 * for those it keeps itself: these it gives back as they were written (PgBouncer 1.20).
 */
const CANARY = "IntervalStyle";

/** @param reported what was said of the settings when the connection started. */
export function tookOptions(reported: ReadonlyMap<string, string>): boolean {
  return reported.get(CANARY) === NEEDED[CANARY];
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

/** `DISCARD ALL`, but for the cursors that streams of ormgen's are reading. */
export const DISCARD_ALL_BUT_OURS = `DO $$ DECLARE cursor record; BEGIN
  FOR cursor IN SELECT name FROM pg_catalog.pg_cursors WHERE name NOT LIKE 'ormgen\\_cursor\\_%' AND name <> '' AND is_holdable
  LOOP EXECUTE pg_catalog.format('CLOSE %I', cursor.name); END LOOP; END $$;
SET SESSION AUTHORIZATION DEFAULT; RESET ALL; DEALLOCATE ALL; UNLISTEN *;
SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES`;
