import { modelOptions, type Draft, type ModelDraft, type Placed } from "../draft.js";
import type { Call } from "../facts.js";
import { indexFields, indexOptions } from "../index-arguments.js";
import { indexName, lowerCamel } from "../names.js";
import { INDEX_OPTION_RULES } from "../option-rules.js";
import { flag, text, texts } from "../options.js";
import type { Report } from "../report.js";
import type { Index } from "../schema.js";
import { checkSqlName } from "../sql-name.js";

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
  const fields = indexFields(call, model, { descending: true, subject }, report);
  const include = texts(options, "include");
  const included = include.map(({ value }) => value);
  indexFields(
    { ...call, arguments: included },
    model,
    { descending: false, subject, optional: true },
    report,
  );
  const using = text(options, "using");
  checkMethod(call, fields, using, options.has("ops"), subject, report);
  const name =
    placeholders(text(options, "name"), model) ??
    indexName(
      model.table,
      fields.map(({ column }) => column),
    );
  checkSqlName(name, subject, options.get("name")?.value.span ?? call.span, "shorten it", report);
  return {
    name,
    fields: fields.map(({ field, descending }) => ({ field, descending })),
    unique: flag(options, "unique"),
    using,
    ops: text(options, "ops"),
    where: text(options, "where"),
    include: include.map(({ text }) => text),
    position: call.span.position,
    span: call.span,
  };
}

function checkMethod(
  call: Call,
  fields: readonly { readonly field: string; readonly descending: boolean }[],
  using: string | null,
  hasOps: boolean,
  subject: string,
  report: Report,
): void {
  const hint = "take the - away, or leave using out";
  if (using !== null && using !== "btree" && fields.some(({ descending }) => descending)) {
    report("ORM2036", call.span, `${subject} is descending, and a ${using} index has no order`, hint);
  }
  if (using === "hash" && fields.length > 1) {
    report(
      "ORM2036",
      call.span,
      `${subject} has ${fields.length} fields, and a hash index takes one`,
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

/** In names of abstract bases: `{model}` and `{table}` are those of the model. */
export function placeholders(name: string | null, model: ModelDraft): string | null {
  return name === null
    ? null
    : name.replaceAll("{model}", lowerCamel(model.name)).replaceAll("{table}", model.table);
}
