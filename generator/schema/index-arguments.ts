import { fieldNamed, type ModelDraft } from "./draft.js";
import type { Call, Value } from "./facts.js";
import { didYouMean } from "./nearest.js";
import type { OptionRule } from "./option-rules.js";
import { NO_OPTIONS, readOptions, type Options } from "./options.js";
import type { Report } from "./report.js";

export interface IndexField {
  readonly field: string;
  readonly column: string;
  readonly descending: boolean;
}

interface FieldsPlace {
  /** A `-` before a name is allowed. */
  readonly descending: boolean;
  readonly subject: string;
  /** None at all is fine. */
  readonly optional?: boolean;
}

/** The options that `index(…)` and `unique(…)` may end with. */
export function indexOptions(
  call: Call,
  rules: ReadonlyMap<string, OptionRule>,
  subject: string,
  report: Report,
): Options {
  const last = call.arguments.at(-1);
  if (last?.kind !== "dictionary") return NO_OPTIONS;
  return readOptions(
    last,
    { subject, allowed: [...rules.keys()], ruleOf: (name) => rules.get(name) },
    report,
  );
}

/** The fields that `index(…)` and `unique(…)` name. */
export function indexFields(
  call: Call,
  model: ModelDraft,
  place: FieldsPlace,
  report: Report,
): readonly IndexField[] {
  const { subject } = place;
  const values = call.arguments.at(-1)?.kind === "dictionary" ? call.arguments.slice(0, -1) : call.arguments;
  if (values.length === 0 && place.optional !== true) {
    report("ORM1007", call.nameSpan, `${subject} names no field`, `write ${call.of}("title")`);
  }
  return values.flatMap((value) => readField(value, model, place, report) ?? []);
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
