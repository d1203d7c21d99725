import type { ModelDraft } from "../draft.js";
import type { Call, Value } from "../facts.js";
import { indexFields } from "./index-arguments.js";
import { texts, type Options } from "./options.js";
import type { Report } from "../report.js";
import type { Deferrable } from "../schema.js";

/** A text that is written out; null where it is not, which is reported. */
export function knownText(
  value: Value | undefined,
  what: string,
  call: Call,
  subject: string,
  hint: string,
  report: Report,
): string | null {
  if (!value) report("ORM1007", call.nameSpan, `${subject} lacks its ${what}`, hint);
  else if (value.kind === "scalar" && typeof value.value === "string") return value.value;
  else if (value.kind === "expression") {
    report("ORM1006", value.span, `the ${what} of ${subject} is not statically known: ${value.reason}`, hint);
  } else report("ORM1005", value.span, `the ${what} of ${subject} is not a string`, hint);
  return null;
}

/** `deferrable: true` and `"deferred"` are the same: at the end of the transaction. */
export function whenChecked(options: Options): Deferrable {
  const value = options.get("deferrable")?.value;
  if (value?.kind !== "scalar" || value.value === false) return false;
  return value.value === "immediate" ? "immediate" : true;
}

/** Fields that the index behind a constraint carries along. */
export function included(
  call: Call,
  options: Options,
  model: ModelDraft,
  subject: string,
  report: Report,
): readonly string[] {
  const include = texts(options, "include");
  const fields = { ...call, arguments: include.map(({ value }) => value) };
  indexFields(fields, model, { descending: false, subject, optional: true }, report);
  return include.map(({ text }) => text);
}
