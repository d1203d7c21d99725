import type { Draft, ModelDraft } from "../draft.js";
import type { Report } from "../report.js";
import type { Position } from "../schema.js";
import { foreignKeyName, indexName, primaryKeyName, uniqueName } from "../names.js";

/** Tables, indexes and enum types share one space of names in PostgreSQL, and each table's constraints another. */
export function checkDatabaseNames({ models, enums, report }: Draft): void {
  const relations = new Map<string, string>();
  for (const model of models.values()) {
    relations.set(model.table, `the table of model "${model.name}"`);
  }
  for (const [name, { subject }] of enums) {
    const other = relations.get(name);
    const model = [...models.values()].find(({ table }) => table === name);
    if (other === undefined || !model) continue;
    const message = `the enum type of ${subject} has the name of ${other}, "${name}"`;
    report("ORM2035", model.span, message, 'name the type: { name: "…" }');
  }
  for (const model of models.values()) if (model.managed) takeNames(model, relations, report);
}

function takeNames(model: ModelDraft, relations: Map<string, string>, report: Report): void {
  const constraints = new Map<string, string>();
  implied(model, relations, constraints);
  for (const { name, position } of model.indexes) {
    take(relations, name, `an index of model "${model.name}"`, position, report);
  }
  for (const { name, position, kind } of model.constraints) {
    const what = `a ${kind === "unique" ? "unique constraint" : "check"} of model "${model.name}"`;
    take(constraints, name, what, position, report);
    if (kind === "unique") take(relations, name, what, position, report);
  }
}

/** What fields bring with them. */
function implied(model: ModelDraft, relations: Map<string, string>, constraints: Map<string, string>): void {
  const key = primaryKeyName(model.table);
  relations.set(key, `the primary key of model "${model.name}"`);
  constraints.set(key, `the primary key of model "${model.name}"`);
  for (const { spec, column } of model.fields) {
    if (spec.kind === "manyToMany" || column === null) continue;
    const what = `that of the field "${spec.name}" on model "${model.name}"`;
    if (spec.unique) {
      relations.set(uniqueName(model.table, [column]), what);
      constraints.set(uniqueName(model.table, [column]), what);
    } else if (spec.index) relations.set(indexName(model.table, [column]), what);
    if (spec.kind === "foreignKey" && spec.constraint)
      constraints.set(foreignKeyName(model.table, column), what);
  }
}

function take(
  names: Map<string, string>,
  name: string,
  what: string,
  position: Position,
  report: Report,
): void {
  const other = names.get(name);
  if (other === undefined) {
    names.set(name, what);
    return;
  }
  const span = { position, end: { line: position.line, column: position.column } };
  report("ORM2035", span, `${what} is called "${name}", as ${other} is`, "give it a name of its own");
}
