/** What every codec relies on, whatever the server or the role has set. */
export const SESSION_SETTINGS =
  "SET DateStyle TO ISO; SET IntervalStyle TO iso_8601; SET TimeZone TO 'UTC'; " +
  "SET bytea_output TO hex; SET extra_float_digits TO 1; SET client_encoding TO 'UTF8'; " +
  "SET standard_conforming_strings TO on";

/** Of those, what a transaction pooler does not carry from one server connection to the next. */
export const POOLED_PREAMBLE: readonly string[] = ["SET LOCAL IntervalStyle TO iso_8601"];
