/**
 * Functions of PostgreSQL's own that change nothing that outlives the statement: what a text calls beside them may do
 * anything.
 */
const HARMLESS = new Set(
  `abs age array_agg array_append array_cat array_length array_position array_remove array_to_string avg
  bit_length bool_and bool_or btrim cardinality cast ceil ceiling char_length character_length chr clock_timestamp coalesce
  concat concat_ws count cume_dist current_database current_schema current_setting date date_bin date_part date_trunc decode
  dense_rank div encode every exists exp extract filter first_value floor format generate_series generate_subscripts
  greatest grouping initcap isfinite json_agg json_array_elements json_array_length json_build_array json_build_object
  json_each json_each_text json_object_agg jsonb_agg jsonb_array_elements jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_each jsonb_each_text jsonb_object_agg jsonb_set jsonb_strip_nulls jsonb_typeof lag last_value
  lead least left length ln localtime log lower lpad ltrim make_date make_interval make_time make_timestamptz max md5 min
  mod now ntile nullif numeric octet_length over percent_rank percentile_cont percentile_disc pg_backend_pid
  pg_blocking_pids pg_sleep pg_typeof pi position power quote_ident quote_literal radians random rank regexp_match
  regexp_matches regexp_replace repeat replace reverse right round row row_number row_to_json rpad rtrim
  sha256 sign similarity split_part sqrt statement_timestamp stddev string_agg string_to_array strpos substr substring sum
  timestamptz timezone to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector
  transaction_timestamp translate trim trunc ts_rank unnest upper values varchar variance version width_bucket
  and any all as between by case distinct else from group having in is like ilike not on or order partition select
  then union using when where with`.split(/\s+/u),
);

const QUIET = /'(?:[^']|'')*'|--[^\n]*|\/\*[^]*?\*\//gu;
const READS = /^[\s(]*(?:select|values|table|show)\b/iu;
const CHANGES =
  /\b(?:insert|update|delete|merge|into|truncate|call|do|set|reset|discard|declare|prepare|execute|listen|notify)\b|\$\w*\$|;\s*\S/iu;
const CALLED = /("[^"]*"|[\p{L}_][\p{L}\p{N}_$.]*)\s*\(/giu;

/** Whether a whole statement of somebody else's surely changes nothing: no guess, unless it is "no". */
export function surelyReads(sql: string): boolean {
  if (sql.includes("\\")) return false;
  const quiet = sql.replace(QUIET, " ");
  return READS.test(quiet) && !changes(quiet) && callsHarmless(quiet);
}

/** Whether a piece of SQL inside a query of ormgen's surely leaves the session as it was. */
export function surelyHarmless(fragments: readonly string[]): boolean {
  // What a gap holds is no part of a name: a value, or an expression of ormgen's.
  const text = fragments.join(" $ ");
  if (text.includes("\\")) return false;
  const quiet = text.replace(QUIET, " ");
  return !changes(quiet) && callsHarmless(quiet);
}

function changes(quiet: string): boolean {
  return CHANGES.test(quiet.replace(/"[^"]*"/gu, " "));
}

function callsHarmless(quiet: string): boolean {
  for (const [, name = ""] of quiet.matchAll(CALLED)) {
    if (!HARMLESS.has(name.toLowerCase().replace(/^pg_catalog\./u, ""))) return false;
  }
  return true;
}
