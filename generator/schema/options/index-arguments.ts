import { fieldNamed, type ModelDraft } from "../draft.js";
import type { Call, Dictionary, Value } from "../facts.js";
import { didYouMean } from "../naming/nearest.js";
import { INDEX_KEY_RULES } from "./option-rules.js";
import type { OptionRule } from "./option-values.js";
import { flag, NO_OPTIONS, readOptionsBy, text, type Options } from "./options.js";
import type { Report } from "../report.js";
import type { IndexKey } from "../schema.js";

export interface IndexField {
  readonly field: string;
  readonly column: string;
  readonly descending: boolean;
}

/** A part of an index, and what stands for it in the index's name. */
export interface IndexPart {
  readonly key: IndexKey;
  readonly named: string;
}

interface FieldsPlace {
  /** A `-` before a name is allowed. */
  readonly descending: boolean;
  readonly subject: string;
  /** None at all is fine. */
  readonly optional?: boolean;
}

/** Options end the arguments; an object that names a field or an expression is a part of an index. */
function isOptions(value: Value | undefined): value is Dictionary {
  return (
    value?.kind === "dictionary" && !value.entries.some(({ key }) => key === "field" || key === "expression")
  );
}

/** The options that `index(…)` and `unique(…)` may end with. */
export function indexOptions(
  call: Call,
  rules: ReadonlyMap<string, OptionRule>,
  subject: string,
  report: Report,
): Options {
  const last = call.arguments.at(-1);
  if (!isOptions(last)) return NO_OPTIONS;
  return readOptionsBy(rules, last, subject, report);
}

/** The fields that `unique(…)` names, and those that an index includes. */
export function indexFields(
  call: Call,
  model: ModelDraft,
  place: FieldsPlace,
  report: Report,
): readonly IndexField[] {
  return argumentsOf(call, place, report).flatMap((value) => readField(value, model, place, report) ?? []);
}

function argumentsOf(call: Call, { subject, optional }: FieldsPlace, report: Report): readonly Value[] {
  const values = isOptions(call.arguments.at(-1)) ? call.arguments.slice(0, -1) : call.arguments;
  if (values.length === 0 && optional !== true) {
    report("ORM1007", call.nameSpan, `${subject} names no field`, `write ${call.of}("title")`);
  }
  return values;
}

/** The parts of an index: fields, expressions, and either with more to say. */
export function indexParts(
  call: Call,
  model: ModelDraft,
  subject: string,
  report: Report,
): readonly IndexPart[] {
  return argumentsOf(call, { descending: true, subject }, report).flatMap(
    (value) => indexPart(value, model, subject, report) ?? [],
  );
}

/** One of them; null where it is none, which is reported. */
export function indexPart(
  value: Value,
  model: ModelDraft,
  subject: string,
  report: Report,
): IndexPart | null {
  const options = value.kind === "dictionary" ? keyOptions(value, subject, report) : NO_OPTIONS;
  const expression = options.get("expression")?.value ?? value;
  if (expression.kind === "call" && expression.of === "sql") {
    const sql = sqlText(expression, subject, report);
    if (sql === null) return null;
    const descending = flag(options, "descending");
    return {
      key: { field: null, expression: sql, descending, ...keyRest(options) },
      named: sql.replace(/\W+/gu, "_").replace(/^_+|_+$/gu, ""),
    };
  }
  const found = readField(options.get("field")?.value ?? value, model, { descending: true, subject }, report);
  if (found === null) return null;
  const { field, column, descending } = found;
  return { key: { field, descending, ...keyRest(options) }, named: column };
}

function keyOptions(value: Dictionary, subject: string, report: Report): Options {
  const part = `a part of ${subject}`;
  const options = readOptionsBy(INDEX_KEY_RULES, value, part, report);
  if (options.has("field") && options.has("expression"))
    report("ORM1005", value.span, `${part} is a field or an expression, not both`);
  if (options.has("field") && options.has("descending"))
    report("ORM1005", value.span, `${part} is descending by a - before its field`, 'write field: "-title"');
  return options;
}

function keyRest(options: Options): Pick<IndexKey, "ops" | "collation" | "nulls"> {
  const [ops, collation, nulls] = [text(options, "ops"), text(options, "collation"), text(options, "nulls")];
  return {
    ...(ops !== null && { ops }),
    ...(collation !== null && { collation }),
    ...(nulls !== null && { nulls: nulls === "first" ? "first" : "last" }),
  };
}

function sqlText({ arguments: given, span }: Call, subject: string, report: Report): string | null {
  const [only, ...more] = given;
  if (only?.kind === "scalar" && typeof only.value === "string" && more.length === 0) {
    if (only.value.trim() !== "") return only.value;
  }
  report("ORM1005", span, `sql() in ${subject} takes one text: the expression in PostgreSQL's words`);
  return null;
}

function readField(value: Value, model: ModelDraft, place: FieldsPlace, report: Report): IndexField | null {
  const { subject } = place;
  if (value.kind === "expression") {
    report(
      "ORM1006",
      value.span,
      `${subject} names a field that is not statically known: ${value.reason}`,
      null,
    );
    return null;
  }
  if (value.kind !== "scalar" || typeof value.value !== "string") {
    report("ORM1005", value.span, `${subject} takes names of fields, then options`);
    return null;
  }
  const descending = place.descending && value.value.startsWith("-");
  const name = descending ? value.value.slice(1) : value.value;
  const found =
    fieldNamed(model, name) ?? model.fields.find(({ attribute }) => attribute !== null && attribute === name);
  if (!found) {
    const names = model.fields.filter(({ spec }) => spec.kind !== "manyToMany").map(({ spec }) => spec.name);
    report("ORM2017", value.span, `${subject} names the unknown field "${name}"`, didYouMean(name, names));
    return null;
  }
  if (found.spec.kind === "manyToMany" || found.column === null) {
    const what = found.spec.kind === "manyToMany" ? "a many-to-many" : "a relation over others";
    const message = `${subject} names "${name}", which is no column but ${what}`;
    report("ORM2017", value.span, message, "name a column");
    return null;
  }
  return { field: found.spec.name, column: found.column, descending };
}
