import { modelOptions, type Draft, type ModelDraft, type Placed } from "../draft.js";
import type { Call } from "../facts.js";
import { indexFields, indexOptions } from "../options/index-arguments.js";
import { uniqueName } from "../naming/names.js";
import { CHECK_OPTION_RULES, UNIQUE_OPTION_RULES } from "../options/option-rules.js";
import { flag, NO_OPTIONS, readOptionsBy, text } from "../options/options.js";
import type { Report } from "../report.js";
import { readExclude } from "../options/exclude-arguments.js";
import { included, knownText, whenChecked } from "../options/constraint-arguments.js";
import type { Constraint } from "../schema.js";
import { checkSqlName } from "../naming/sql-name.js";
import { placeholders } from "../options/placeholders.js";

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
      const read = call.of === "exclude" ? readExclude : readCheck;
      const found = read(call, model, report);
      return found ? [found] : [];
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
  const [deferrable, include] = [whenChecked(options), included(call, options, model, subject, report)];
  if (options.has("where") && deferrable !== false) {
    const span = options.get("deferrable")?.span ?? call.span;
    report("ORM2032", span, `${subject} has both "where" and "deferrable"`, "PostgreSQL can do one of them");
  }
  return {
    kind: "unique",
    name,
    fields: fields.map(({ field }) => field),
    where: text(options, "where"),
    nullsNotDistinct: flag(options, "nullsNotDistinct"),
    deferrable,
    ...(include.length > 0 && { include }),
    position: call.span.position,
    span: call.span,
  };
}

const CHECK = 'write check("price_positive", "price >= 0")';

function readCheck(call: Call, model: ModelDraft, report: Report): Placed<Constraint> | null {
  const subject = `a check of model "${model.name}"`;
  const [name, sql, said, extra] = call.arguments;
  if (extra) report("ORM1014", extra.span, `${subject} takes a name, SQL and options`);
  const options = said ? readOptionsBy(CHECK_OPTION_RULES, said, subject, report) : NO_OPTIONS;
  const written = knownText(name, "name", call, subject, CHECK, report);
  const condition = knownText(sql, "SQL", call, subject, CHECK, report);
  if (written === null || condition === null || !name || !sql) return null;
  const full = placeholders(written, model) ?? written;
  checkSqlName(full, subject, name.span, "shorten it", report);
  if (condition.trim() === "")
    report("ORM1005", sql.span, `${subject} has no condition`, 'write SQL: "price >= 0"');
  return {
    ...{ kind: "check", name: full, sql: condition },
    ...(!flag(options, "validated", true) && { validated: false }),
    ...{ position: call.span.position, span: call.span },
  };
}
