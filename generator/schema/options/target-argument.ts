import type { Call, TargetFact } from "../facts.js";
import type { Options } from "./options.js";
import type { Report } from "../report.js";

/** What `fields.foreignKey(() => Author, …)` points at. */
export function targetArgument(call: Call, subject: string, report: Report): TargetFact | null {
  const value = call.arguments[0];
  const hint = "write a function that gives the model: () => Author";
  if (!value) {
    report("ORM1007", call.nameSpan, `${subject} does not say which model it points at`, hint);
    return null;
  }
  if (value.kind === "expression" && value.target) return value.target;
  if (value.kind === "expression" && value.form === "other") {
    report("ORM1006", value.span, `the target of ${subject} is not statically known: ${value.reason}`, hint);
  } else {
    report("ORM1005", value.span, `the target of ${subject} is not a function that gives a model`, hint);
  }
  return null;
}

export function targetOption(options: Options, name: string): TargetFact | null {
  const value = options.get(name)?.value;
  return value?.kind === "expression" ? value.target : null;
}
