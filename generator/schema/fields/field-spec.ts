import { readChoices, reportChoices } from "./choices.js";
import { readColumnType } from "./column-type.js";
import type { ColumnType } from "../schema.js";
import type { ColumnSpec, FieldSpec } from "../draft.js";
import type { FieldFact, Value } from "../facts.js";
import { readForeignKeyOptions } from "../options/foreign-key-options.js";
import { FIELD_FUNCTIONS, fieldFunctionHint, type FieldFunction } from "./field-functions.js";
import { isLiteral } from "./is-literal.js";
import { optionRule } from "../options/option-rules.js";
import { flag, NO_OPTIONS, readOptions, text, type Options } from "../options/options.js";
import type { Report } from "../report.js";
import type { Code, Default, OnDelete } from "../schema.js";
import { targetArgument, targetOption } from "../options/target-argument.js";
import { toJson } from "./to-json.js";

/** A field's call, checked for itself; null if it cannot be made sense of. */
export function readFieldSpec(fact: FieldFact, model: string, report: Report): FieldSpec | null {
  const subject = `${model}.${fact.name}`;
  const { call } = fact;
  const known = FIELD_FUNCTIONS.get(call.name);
  if (!known) {
    const hint = fieldFunctionHint(call.name);
    report("ORM1003", call.nameSpan, `there is no field function "${call.name}" (${subject})`, hint);
    return null;
  }
  const options = readFieldOptions(fact, known, subject, report);
  const base = {
    name: fact.name,
    span: fact.span,
    comment: text(options, "comment") ?? fact.comment,
    subject,
    options,
  };
  if (known.argument === "target") {
    const target = targetArgument(call, subject, report);
    const relatedName = options.get("relatedName") ?? null;
    if (call.name === "manyToMany") {
      return { kind: "manyToMany", ...base, target, through: targetOption(options, "through"), relatedName };
    }
    const oneToOne = call.name === "oneToOne";
    return {
      kind: "foreignKey",
      ...base,
      ...stored(options),
      unique: oneToOne || flag(options, "unique"),
      index: !oneToOne && flag(options, "index", true),
      oneToOne,
      target,
      onDelete: (text(options, "onDelete") ?? "cascade") as OnDelete,
      constraint: flag(options, "constraint", true),
      database: readForeignKeyOptions(options),
      relatedName,
    };
  }
  const type = readColumnType(call, options, subject, report);
  if (!type) return null;
  const generated = call.name === "generated" ? (text(options, "as") ?? "") : null;
  const inner = generated === null ? options : innerOptions(fact, known);
  const spec: ColumnSpec = {
    kind: "column",
    ...base,
    ...stored(options),
    null: flag(inner, "null"),
    primaryKey: call.name === "id" || flag(options, "primaryKey"),
    editable: generated === null && !countsAlone(call.name, type) && flag(options, "editable", true),
    type,
    choices: readChoices(inner),
    autoNow: flag(options, "autoNow"),
    autoNowAdd: flag(options, "autoNowAdd"),
    generated,
    virtual: generated !== null && !flag(options, "stored", true),
  };
  reportVirtual(spec, options, report);
  reportChoices(spec, call, report);
  reportConflicts(spec, report);
  return spec;
}

/** Nobody writes what the database alone counts. */
function countsAlone(name: string, type: ColumnType): boolean {
  return name === "id" || (type.kind === "integer" && type.always === true);
}

/** What is kept nowhere can be found by no index. */
function reportVirtual(
  { virtual, subject, unique, index }: ColumnSpec,
  options: Options,
  report: Report,
): void {
  const entry = options.get(unique ? "unique" : "index");
  if (!virtual || !entry || (!unique && !index)) return;
  const message = `${subject} is not stored, and PostgreSQL has no ${unique ? "unique constraint" : "index"} over a virtual column`;
  report("ORM2034", entry.span, message, "take one of the two away, or index the expression itself");
}

function readFieldOptions(fact: FieldFact, known: FieldFunction, subject: string, report: Report): Options {
  const { call } = fact;
  const place = known.argument === null ? 0 : 1;
  const written = call.arguments[place];
  const extra = call.arguments[place + 1];
  if (extra)
    report("ORM1014", extra.span, `fields.${call.name} takes no argument after its options (${subject})`);
  const ruleOf = (name: string) => optionRule(call.name, name);
  const options = written
    ? readOptions(written, { subject, allowed: known.options, ruleOf }, report)
    : NO_OPTIONS;
  const keys = written?.kind === "dictionary" ? written.entries.map(({ key }) => key) : [];
  for (const name of known.required) {
    if (keys.includes(name) || written?.kind === "expression") continue;
    const rule = ruleOf(name)?.expects ?? "a value";
    report("ORM1007", call.nameSpan, `${subject} needs the option "${name}"`, `it takes ${rule}`);
  }
  return options;
}

/** The options of the field inside `fields.generated`, which have been checked with its type. */
function innerOptions(fact: FieldFact, known: FieldFunction): Options {
  const inner = known.argument === "field" ? fact.call.arguments[0] : undefined;
  const value =
    inner?.kind === "call" ? inner.arguments.find(({ kind }) => kind === "dictionary") : undefined;
  return value?.kind === "dictionary"
    ? new Map(value.entries.map((entry) => [entry.key, entry]))
    : NO_OPTIONS;
}

function stored(options: Options) {
  return {
    null: flag(options, "null"),
    unique: flag(options, "unique"),
    index: flag(options, "index"),
    primaryKey: flag(options, "primaryKey"),
    editable: flag(options, "editable", true),
    hidden: flag(options, "hidden"),
    default: readDefault(options.get("default")?.value),
    dbDefault: text(options, "dbDefault"),
    validators: readValidators(options.get("validators")?.value),
  };
}

function readDefault(value: Value | undefined): Default | null {
  if (!value || value.kind === "call") return null;
  if (isLiteral(value)) return { kind: "literal", value: toJson(value) };
  return value.kind === "scalar" ? null : { kind: "function", code: value.code };
}

function readValidators(value: Value | undefined): readonly Code[] {
  if (value?.kind !== "list") return [];
  return value.items.flatMap((item) => (item.kind === "expression" ? [item.code] : []));
}

function reportConflicts(spec: ColumnSpec, report: Report): void {
  const exclusive = [
    ["autoNow", "autoNowAdd", "default"].filter((name) =>
      name === "default" ? spec.default !== null : flag(spec.options, name),
    ),
    ["serial", "always"].filter((name) => flag(spec.options, name)),
    countingOptions(spec),
  ].find((names) => names.length > 1);
  if (exclusive === undefined) return;
  const second = exclusive[1];
  if (exclusive[0] === undefined || second === undefined) return;
  const span = spec.options.get(second)?.span ?? spec.span;
  report("ORM2032", span, `${spec.subject} has both "${exclusive[0]}" and "${second}"`, "keep one of them");
}

/** What counts has a DEFAULT by that, and no NULL. */
function countingOptions({ options, default: value, dbDefault, null: nullable }: ColumnSpec): string[] {
  const counting = ["identity", "serial"].filter(
    (name) => flag(options, name) || text(options, name) !== null,
  );
  if (counting.length === 0) return [];
  return [
    ...counting,
    ...(value === null ? [] : ["default"]),
    ...(dbDefault === null ? [] : ["dbDefault"]),
    ...(nullable ? ["null"] : []),
  ];
}
