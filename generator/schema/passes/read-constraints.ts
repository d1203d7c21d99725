import { modelOptions, type Draft, type ModelDraft, type Placed } from "../draft.js";
import type { Call, Value } from "../facts.js";
import { indexFields, indexOptions } from "../index-arguments.js";
import { uniqueName } from "../names.js";
import { UNIQUE_OPTION_RULES } from "../option-rules.js";
import { flag, text } from "../options.js";
import type { Report } from "../report.js";
import type { Constraint } from "../schema.js";
import { checkSqlName } from "../sql-name.js";
import { placeholders } from "./read-indexes.js";

/** `constraints: [unique("author", "title"), check("price_positive", "price >= 0")]`. */
export function readConstraints({ models, report }: Draft): void {
  for (const model of models.values()) {
    if (model.auto) {
      model.constraints = [pair(model)];
      continue;
    }
    const calls = modelOptions(model, "constraints").flatMap((value) =>
      value.kind === "call" ? [value] : [],
    );
    model.constraints = calls.flatMap((call): Placed<Constraint>[] => {
      if (call.of === "unique") return [readUnique(call, model, report)];
      const check = readCheck(call, model, report);
      return check ? [check] : [];
    });
  }
}

/** A model between two others holds each pair once. */
function pair(model: ModelDraft): Placed<Constraint> {
  const keys = model.fields.filter(({ spec }) => spec.kind === "foreignKey");
  return {
    kind: "unique",
    name: uniqueName(
      model.table,
      keys.map(({ column }) => column ?? ""),
    ),
    fields: keys.map(({ spec }) => spec.name),
    where: null,
    nullsNotDistinct: false,
    deferrable: false,
    position: model.span.position,
    span: model.span,
  };
}

function readUnique(call: Call, model: ModelDraft, report: Report): Placed<Constraint> {
  const subject = `a unique constraint of model "${model.name}"`;
  const options = indexOptions(call, UNIQUE_OPTION_RULES, subject, report);
  const fields = indexFields(call, model, { descending: false, subject }, report);
  const name =
    placeholders(text(options, "name"), model) ??
    uniqueName(
      model.table,
      fields.map(({ column }) => column),
    );
  checkSqlName(name, subject, options.get("name")?.value.span ?? call.span, "shorten it", report);
  if (options.has("where") && flag(options, "deferrable")) {
    const span = options.get("deferrable")?.span ?? call.span;
    report("ORM2032", span, `${subject} has both "where" and "deferrable"`, "PostgreSQL can do one of them");
  }
  return {
    kind: "unique",
    name,
    fields: fields.map(({ field }) => field),
    where: text(options, "where"),
    nullsNotDistinct: flag(options, "nullsNotDistinct"),
    deferrable: flag(options, "deferrable"),
    position: call.span.position,
    span: call.span,
  };
}

function readCheck(call: Call, model: ModelDraft, report: Report): Placed<Constraint> | null {
  const subject = `a check of model "${model.name}"`;
  const [name, sql, extra] = call.arguments;
  if (extra) report("ORM1014", extra.span, `${subject} takes a name and SQL`);
  const written = known(name, "name", call, subject, report);
  const condition = known(sql, "SQL", call, subject, report);
  if (written === null || condition === null || !name || !sql) return null;
  const full = placeholders(written, model) ?? written;
  checkSqlName(full, subject, name.span, "shorten it", report);
  if (condition.trim() === "")
    report("ORM1005", sql.span, `${subject} has no condition`, 'write SQL: "price >= 0"');
  return { kind: "check", name: full, sql: condition, position: call.span.position, span: call.span };
}

function known(
  value: Value | undefined,
  what: string,
  call: Call,
  subject: string,
  report: Report,
): string | null {
  const hint = 'write check("price_positive", "price >= 0")';
  if (!value) report("ORM1007", call.nameSpan, `${subject} lacks its ${what}`, hint);
  else if (value.kind === "scalar" && typeof value.value === "string") return value.value;
  else if (value.kind === "expression") {
    report("ORM1006", value.span, `the ${what} of ${subject} is not statically known: ${value.reason}`, hint);
  } else report("ORM1005", value.span, `the ${what} of ${subject} is not a string`, hint);
  return null;
}
