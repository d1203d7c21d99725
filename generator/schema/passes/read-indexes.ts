import { modelOptions, type Draft, type ModelDraft, type Placed } from "../draft.js";
import type { Call, Value } from "../facts.js";
import { indexFields, indexOptions, indexParts, type IndexPart } from "../options/index-arguments.js";
import { indexName } from "../naming/names.js";
import { INDEX_OPTION_RULES } from "../options/option-rules.js";
import { flag, text, texts } from "../options/options.js";
import type { Report } from "../report.js";
import type { Index } from "../schema.js";
import { placeholders } from "../options/placeholders.js";
import { checkSqlName } from "../naming/sql-name.js";

/** `indexes: [index("author", "-published")]`. */
export function readIndexes({ models, report }: Draft): void {
  for (const model of models.values()) {
    const calls = modelOptions(model, "indexes").flatMap((value) => (value.kind === "call" ? [value] : []));
    model.indexes = calls.map((call) => readIndex(call, model, report));
  }
}

function readIndex(call: Call, model: ModelDraft, report: Report): Placed<Index> {
  const subject = `an index of model "${model.name}"`;
  const options = indexOptions(call, INDEX_OPTION_RULES, subject, report);
  const parts = indexParts(call, model, subject, report);
  const include = texts(options, "include");
  const included = include.map(({ value }) => value);
  indexFields(
    { ...call, arguments: included },
    model,
    { descending: false, subject, optional: true },
    report,
  );
  const using = text(options, "using");
  checkMethod(call, parts, using, options.has("ops"), subject, report);
  const name =
    placeholders(text(options, "name"), model) ??
    indexName(
      model.table,
      parts.map(({ named }) => named),
    );
  checkSqlName(name, subject, options.get("name")?.value.span ?? call.span, "shorten it", report);
  return {
    name,
    fields: parts.map(({ key }) => key),
    unique: flag(options, "unique"),
    using,
    ops: text(options, "ops"),
    where: text(options, "where"),
    include: include.map(({ text }) => text),
    nullsNotDistinct: flag(options, "nullsNotDistinct"),
    with: parameters(options.get("with")?.value),
    position: call.span.position,
    span: call.span,
  };
}

/** `{ fillfactor: 70 }` is `fillfactor=70`. */
function parameters(value: Value | undefined): string[] {
  if (value?.kind !== "dictionary") return [];
  return value.entries.flatMap(({ key, value: item }) =>
    item.kind === "scalar" && item.value !== null ? [`${key}=${parameter(item.value)}`] : [],
  );
}

function parameter(value: string | number | boolean): string {
  return typeof value === "string" && !/^\w+$/u.test(value)
    ? `'${value.replaceAll("'", "''")}'`
    : String(value);
}

function checkMethod(
  call: Call,
  parts: readonly IndexPart[],
  using: string | null,
  hasOps: boolean,
  subject: string,
  report: Report,
): void {
  const hint = "take the - away, or leave using out";
  if (using !== null && using !== "btree" && parts.some(({ key }) => key.descending)) {
    report("ORM2036", call.span, `${subject} is descending, and a ${using} index has no order`, hint);
  }
  if (using === "hash" && parts.length > 1) {
    report(
      "ORM2036",
      call.span,
      `${subject} has ${parts.length} fields, and a hash index takes one`,
      "take btree",
    );
  }
  if (hasOps && using === null) {
    report(
      "ORM2036",
      call.span,
      `${subject} has ops and does not say using`,
      'an operator class belongs to a method: using: "gin"',
    );
  }
}
