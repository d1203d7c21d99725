import { hasColumn, type Draft } from "../draft.js";
import { snakeCase } from "../naming/names.js";
import { text } from "../options/options.js";
import { SYSTEM_COLUMNS } from "../naming/reserved-words.js";
import { checkSqlName } from "../naming/sql-name.js";

/** Columns have the name in the options, or the field's in snake_case; a foreign key's ends in `_id`. */
export function nameColumns({ models, report }: Draft): void {
  for (const model of models.values()) {
    const columns = new Map<string, string>();
    for (const field of model.fields) {
      const { spec } = field;
      if (!hasColumn(field) || spec.kind === "manyToMany") continue;
      if (spec.kind === "foreignKey") field.attribute = `${spec.name}Id`;
      const column = text(spec.options, "column") ?? snakeCase(field.attribute ?? spec.name);
      const span = spec.options.get("column")?.value.span ?? spec.span;
      field.column = column;
      checkSqlName(
        column,
        `the column of ${spec.subject}`,
        span,
        'name a shorter one: { column: "…" }',
        report,
      );
      if (SYSTEM_COLUMNS.has(column)) {
        const message = `the column of ${spec.subject} is called "${column}", as one that PostgreSQL adds to every table`;
        report("ORM2015", span, message, 'name another: { column: "…" }');
      }
      const other = columns.get(column);
      if (other === undefined) columns.set(column, spec.name);
      else {
        const message = `the fields "${other}" and "${spec.name}" of model "${model.name}" have the same column "${column}"`;
        report("ORM2014", span, message, 'name another: { column: "…" }');
      }
    }
  }
}
