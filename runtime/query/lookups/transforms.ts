import type { Kind } from "../../types/model-type.js";
import { arrayOf, boolean, date, int4, text, time, type Codec } from "../../values/index.js";
import { fragment, keyword } from "../compile/fragment.js";
import { kindOf } from "../kind.js";
import type { Transform } from "./lookup.js";
import { rangeItem } from "./range.js";
import type { Sql } from "./sql.js";

const dates: readonly Kind[] = ["date", "timestamp"];
const times: readonly Kind[] = ["time", "timestamp", "interval"];

function zone(timeZone: string) {
  return keyword(`'${timeZone.replaceAll("'", "''")}'`);
}

/** A timestamp is taken apart in the configured time zone; a date and a time have none. */
function local(of: Sql, timeZone: string) {
  if (of.codec === null || kindOf(of.codec) !== "timestamp") return of.node;
  return fragment`(${of.node} at time zone ${zone(timeZone)})`;
}

function part(name: string, field: string, kinds: readonly Kind[]): Transform {
  return {
    name,
    kinds,
    output: () => int4,
    sql: (of, timeZone) => fragment`extract(${keyword(field)} from ${local(of, timeZone)})::int4`,
  };
}

const weekDay: Transform = {
  name: "week_day",
  kinds: dates,
  output: () => int4,
  sql: (of, timeZone) => fragment`(extract(dow from ${local(of, timeZone)})::int4 + 1)`,
};

const second: Transform = {
  name: "second",
  kinds: times,
  output: () => int4,
  sql: (of, timeZone) => fragment`floor(extract(second from ${local(of, timeZone)}))::int4`,
};

function casted(name: string, codec: Codec): Transform {
  return {
    name,
    kinds: ["timestamp"],
    output: () => codec,
    sql: (of, timeZone) => fragment`${local(of, timeZone)}::${keyword(codec.dbType)}`,
  };
}

/** What `trunc()` makes of a timestamp: cut in the time zone, and a timestamp again. */
function truncated(unit: string): Transform {
  return {
    name: `trunc_${unit}`,
    kinds: ["timestamp"],
    output: (of) => of,
    sql: (of, timeZone) =>
      // In the zone, and of the instant: where clocks go back, two hours have one local time.
      fragment`date_trunc(${keyword(`'${unit}'`)}, ${of.node}, ${zone(timeZone)})`,
  };
}

const length: Transform = {
  name: "len",
  kinds: ["array"],
  output: () => int4,
  sql: (of) =>
    fragment`case when ${of.node} is null then null else coalesce(array_length(${of.node}, 1), 0) end`,
};

/** The names, or the texts, of an hstore. */
function listed(name: string, call: string): Transform {
  return {
    name,
    kinds: ["hstore"],
    output: () => texts,
    sql: (of) => fragment`${keyword(call)}(${of.node})`,
  };
}

const texts = arrayOf(text);

function bound(name: string, call: string): Transform {
  return {
    name,
    kinds: ["range"],
    output: rangeItem,
    sql: (of) => fragment`${keyword(call)}(${of.node})`,
  };
}

/** What is asked of a range and is true or false. */
function asked(name: string, call: string): Transform {
  return {
    name,
    kinds: ["range"],
    output: () => boolean,
    sql: (of) => fragment`${keyword(call)}(${of.node})`,
  };
}

export const transforms: readonly Transform[] = [
  part("year", "year", dates),
  part("iso_year", "isoyear", dates),
  part("quarter", "quarter", dates),
  part("month", "month", dates),
  part("week", "week", dates),
  part("day", "day", [...dates, "interval"]),
  weekDay,
  part("iso_week_day", "isodow", dates),
  part("hour", "hour", times),
  part("minute", "minute", times),
  second,
  ...["year", "quarter", "month", "week", "day", "hour", "minute", "second"].map(truncated),
  casted("date", date),
  casted("time", time),
  length,
  listed("keys", "akeys"),
  listed("values", "avals"),
  bound("startswith", "lower"),
  bound("endswith", "upper"),
  asked("isempty", "isempty"),
  asked("lower_inc", "lower_inc"),
  asked("upper_inc", "upper_inc"),
  asked("lower_inf", "lower_inf"),
  asked("upper_inf", "upper_inf"),
];
