import type { Call } from "../facts.js";
import { RANGE_SUBTYPES } from "../fields/field-functions.js";
import { nearest } from "../naming/nearest.js";
import { unknownPart } from "./options.js";
import type { Report } from "../report.js";
import type { RangeSubtype } from "../schema.js";

/** The labels of `fields.choice([…])` and `fields.enum([…])`. */
export function readLabels(call: Call, subject: string, report: Report): readonly string[] | null {
  const value = call.arguments[0];
  const hint = `write fields.${call.name}(["draft", "published"])`;
  if (!value) {
    report("ORM1007", call.nameSpan, `${subject} does not say its choices`, hint);
    return null;
  }
  const unknown = unknownPart(value);
  if (unknown?.kind === "expression") {
    report(
      "ORM1006",
      unknown.span,
      `the choices of ${subject} are not statically known: ${unknown.reason}`,
      hint,
    );
    return null;
  }
  const labels: string[] = [];
  for (const item of value.kind === "list" ? value.items : [value]) {
    if (value.kind === "list" && item.kind === "scalar" && typeof item.value === "string")
      labels.push(item.value);
    else {
      report("ORM1005", item.span, `the choices of ${subject} are not an array of strings`, hint);
      return null;
    }
  }
  return labels;
}

/** What `fields.range("date")` is made of. */
export function readSubtype(call: Call, subject: string, report: Report): RangeSubtype | null {
  const value = call.arguments[0];
  const choice = RANGE_SUBTYPES.map((name) => `"${name}"`).join(", ");
  if (!value) {
    report("ORM1007", call.nameSpan, `${subject} does not say what it is a range of`, `it takes ${choice}`);
    return null;
  }
  if (value.kind === "expression") {
    report("ORM1006", value.span, `what ${subject} is a range of is not statically known: ${value.reason}`);
    return null;
  }
  const found = RANGE_SUBTYPES.find((name) => value.kind === "scalar" && value.value === name);
  if (found) return found;
  const near = value.kind === "scalar" ? nearest(String(value.value), RANGE_SUBTYPES) : null;
  const hint = near === null ? `it takes ${choice}` : `did you mean "${near}"?`;
  report("ORM1005", value.span, `${subject} cannot be a range of that`, hint);
  return null;
}
