import type { Draft } from "../draft.js";
import type { ColumnType } from "../schema.js";
import { checkSqlName } from "../naming/sql-name.js";
import { byteLength, MAX_NAME_BYTES } from "../naming/names.js";

/** PostgreSQL's enum types, each once; fields may share one if they agree on its labels. */
export function collectEnums({ models, enums, report }: Draft): void {
  for (const model of models.values()) {
    for (const { spec, type } of model.fields) {
      const found = spec.kind === "column" && type ? enumIn(type) : null;
      if (!found) continue;
      checkSqlName(
        found.name,
        `the enum type of ${spec.subject}`,
        spec.span,
        'name a shorter one: { name: "…" }',
        report,
      );
      for (const label of found.labels) {
        if (byteLength(label) <= MAX_NAME_BYTES) continue;
        const message = `the label ${JSON.stringify(label)} of ${spec.subject} has ${byteLength(label)} bytes`;
        report("ORM2016", spec.span, message, `PostgreSQL keeps labels of up to ${MAX_NAME_BYTES} bytes`);
      }
      const other = enums.get(found.name);
      if (!other) enums.set(found.name, { labels: found.labels, subject: spec.subject, span: spec.span });
      else if (other.labels.join("\0") !== found.labels.join("\0")) {
        const message = `the enum type "${found.name}" of ${spec.subject} has other labels than that of ${other.subject}`;
        report(
          "ORM2031",
          spec.span,
          message,
          "give both the same labels in the same order, or one another name",
        );
      }
    }
  }
}

function enumIn(type: ColumnType): Extract<ColumnType, { kind: "enum" }> | null {
  if (type.kind === "array") return enumIn(type.of);
  return type.kind === "enum" ? type : null;
}
