import { date, int4, interval, time, timestamptz, type Codec } from "../../values/index.js";
import { kindOf } from "../kind.js";

const DURATION = /^P(?=[\dT+-])/;

/** The codec of a plain value beside a date, a time or an interval; null where it is of the operand's own type. */
export function besideMoment(operator: string, codec: Codec, value: unknown): Codec | null {
  const kind = kindOf(codec);
  if (kind === "interval") return null;
  if (typeof value === "string" && DURATION.test(value)) return interval;
  return kind === "date" && typeof value === "number" ? int4 : null;
}

/** What PostgreSQL makes of a date, a time or an interval and something else; null where it is none of them. */
export function ofMoments(operator: string, left: Codec, right: Codec): Codec | null {
  const [one, other] = [kindOf(left), kindOf(right)];
  if (one === "interval") {
    if (other === "interval" || other === "number" || other === "decimal") return interval;
    return operator === "+" ? ofMoments(operator, right, left) : null;
  }
  if (other === "interval" && operator === "*") return interval;
  if (other === "interval") return one === "date" ? timestamptz : momentOf(one);
  if (one === "date" && other === "date" && operator === "-") return int4;
  if (one === "date" && other === "number") return date;
  if (operator === "-" && momentOf(one) && momentOf(other)) return interval;
  return null;
}

function momentOf(kind: string): Codec | null {
  return kind === "timestamp" ? timestamptz : kind === "time" ? time : kind === "date" ? date : null;
}
