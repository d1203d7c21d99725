import { reportList } from "./choices.js";
import { readColumnType } from "./column-type.js";
import type { Call } from "../facts.js";
import { FIELD_FUNCTIONS, fieldFunctionHint } from "./field-functions.js";
import { optionRule } from "../options/option-rules.js";
import { NO_OPTIONS, readOptions } from "../options/options.js";
import type { Report } from "../report.js";
import type { ColumnType } from "../schema.js";

/** What a field inside another may say: its type. */
const TYPE_OPTIONS = [
  "maxLength",
  "precision",
  "scale",
  "as",
  "choices",
  "name",
  "dbType",
  "parse",
  "serialize",
  "type",
  "collation",
  "size",
  "zone",
];
const NO_INNER = new Set(["id", "generated", "foreignKey", "oneToOne", "manyToMany"]);

/** The type of the field inside `fields.array(…)` and `fields.generated(…)`. */
export function readInnerType(call: Call, subject: string, report: Report): ColumnType | null {
  const inner = call.arguments[0];
  const hint = `write fields.${call.name}(fields.text()${call.name === "generated" ? ', { as: "…" }' : ""})`;
  if (!inner) {
    report("ORM1007", call.nameSpan, `${subject} does not say the type of its values`, hint);
    return null;
  }
  if (inner.kind === "expression") {
    report(
      "ORM1006",
      inner.span,
      `the field inside ${subject} is not statically known: ${inner.reason}`,
      hint,
    );
    return null;
  }
  if (inner.kind !== "call" || inner.of !== "fields" || NO_INNER.has(inner.name)) {
    report("ORM1005", inner.span, `${subject} cannot be made of that`, hint);
    return null;
  }
  const known = FIELD_FUNCTIONS.get(inner.name);
  if (!known) {
    const near = fieldFunctionHint(inner.name);
    report("ORM1003", inner.nameSpan, `there is no field function "${inner.name}" (${subject})`, near);
    return null;
  }
  const written = inner.arguments[known.argument === null ? 0 : 1];
  const ruleOf = (name: string) => optionRule(inner.name, name);
  const options = written
    ? readOptions(written, { subject, allowed: known.options, ruleOf }, report)
    : NO_OPTIONS;
  const allowed = call.name === "generated" ? [...TYPE_OPTIONS, "null"] : TYPE_OPTIONS;
  for (const [name, { span }] of options) {
    if (allowed.includes(name)) continue;
    if (call.name === "generated") {
      report(
        "ORM2034",
        span,
        `the generated column ${subject} takes no "${name}"`,
        "PostgreSQL computes its value",
      );
    } else {
      report(
        "ORM2039",
        span,
        `"${name}" belongs to the array ${subject}, not to the field inside it`,
        "move it outside",
      );
    }
  }
  if (inner.name === "choice" || inner.name === "enum") {
    const labels = inner.arguments[0];
    if (labels) reportList(labels, subject, report);
  }
  const choices = options.get("choices");
  if (choices) reportList(choices.value, subject, report);
  return readColumnType(inner, options, subject, report);
}
