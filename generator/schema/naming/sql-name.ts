import type { Span } from "../facts.js";
import { byteLength, MAX_NAME_BYTES } from "./names.js";
import type { Report } from "../report.js";

/** A name in the database: not empty, no NUL, short enough to be kept whole. Quotes and blanks are fine. */
export function checkSqlName(name: string, what: string, span: Span, hint: string, report: Report): void {
  if (name === "") report("ORM2015", span, `${what} has an empty name`, "write a name");
  else if (name.includes("\0"))
    report("ORM2015", span, `the name of ${what} holds a NUL character`, "take it away");
  else if (/\p{Surrogate}/u.test(name))
    report("ORM2015", span, `the name of ${what} holds half a character`, "take it away");
  else if (byteLength(name) > MAX_NAME_BYTES) {
    const message = `the name of ${what} has ${byteLength(name)} bytes, and PostgreSQL keeps ${MAX_NAME_BYTES}`;
    report("ORM2016", span, message, hint);
  }
}
