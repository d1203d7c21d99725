import type { ClassDraft, Draft, FieldSpec } from "../draft.js";
import { readFieldSpec } from "../fields/field-spec.js";
import { MODEL_OPTION_RULES } from "../options/option-rules.js";
import { flag, NO_OPTIONS, readOptionsBy } from "../options/options.js";

/** Reads the fields and options of every class, abstract ones included: each mistake once, where it was made. */
export function readClasses(draft: Draft): void {
  const { report } = draft;
  for (const fact of draft.facts) {
    const options = fact.options
      ? readOptionsBy(MODEL_OPTION_RULES, fact.options, `model ${fact.name}`, report)
      : NO_OPTIONS;
    const fields = fact.fields.flatMap((field): readonly FieldSpec[] => {
      const spec = readFieldSpec(field, fact.name, report);
      return spec ? [spec] : [];
    });
    const drafted: ClassDraft = {
      fact,
      options,
      fields,
      abstract: fact.abstract || flag(options, "abstract"),
    };
    draft.classes.set(fact.key, drafted);
    const table = options.get("table");
    if (drafted.abstract && table) {
      const message = `the abstract model "${fact.name}" names a table`;
      report("ORM2032", table.span, message, "an abstract model has none: take the option away");
    }
  }
}
