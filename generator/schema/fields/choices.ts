import type { ColumnSpec } from "../draft.js";
import type { Call, Value } from "../facts.js";
import type { Options } from "../options/options.js";
import type { Report } from "../report.js";

/** The `choices` option. */
export function readChoices(options: Options): readonly (string | number)[] | null {
  const value = options.get("choices")?.value;
  return value?.kind === "list" ? value.items.flatMap(known) : null;
}

function known(value: Value): readonly (string | number)[] {
  return value.kind === "scalar" && (typeof value.value === "string" || typeof value.value === "number")
    ? [value.value]
    : [];
}

/** Reports choices and labels that are none, twice there, or of another type than the column. */
export function reportChoices(spec: ColumnSpec, call: Call, report: Report): void {
  const labels = call.name === "choice" || call.name === "enum" ? call.arguments[0] : undefined;
  if (labels) reportList(labels, spec.subject, report);
  const choices = spec.options.get("choices")?.value;
  if (!choices) return;
  reportList(choices, spec.subject, report);
  if (spec.type.kind === "integer" && spec.type.as === "bigint") {
    const message = `${spec.subject} has choices, which are numbers, and values that are bigints`;
    report("ORM2032", choices.span, message, 'take choices away, or as: "bigint"');
  }
  const numeric = spec.type.kind === "integer" || spec.type.kind === "float" || isNumber(spec);
  for (const item of choices.kind === "list" ? choices.items : []) {
    if (item.kind !== "scalar" || typeof item.value === (numeric ? "number" : "string")) continue;
    const message = `the choice ${JSON.stringify(item.value)} of ${spec.subject} is not a ${numeric ? "number" : "string"}`;
    report("ORM1005", item.span, message);
  }
}

function isNumber({ type }: ColumnSpec): boolean {
  return type.kind === "decimal" && type.as === "number";
}

export function reportList(list: Value, subject: string, report: Report): void {
  if (list.kind !== "list") return;
  if (list.items.length === 0) report("ORM2026", list.span, `${subject} has no choices`, "name at least one");
  const seen = new Set<unknown>();
  for (const item of list.items) {
    if (item.kind !== "scalar") continue;
    if (seen.has(item.value)) {
      report(
        "ORM2027",
        item.span,
        `the choice ${JSON.stringify(item.value)} of ${subject} is there twice`,
        "take one away",
      );
    }
    seen.add(item.value);
  }
}
