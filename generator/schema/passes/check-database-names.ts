import { fieldNamed, type Draft, type ModelDraft } from "../draft.js";
import type { Span } from "../facts.js";
import type { Report } from "../report.js";
import { foreignKeyName, indexName, primaryKeyName, uniqueName } from "../naming/names.js";

/** Tables, indexes and enum types share one space of names in PostgreSQL, and each table's constraints another. */
export function checkDatabaseNames({ models, enums, report }: Draft): void {
  // Each schema is a space of names of its own; enum types lie where the search path leads.
  const spaces = new Map<string | null, Map<string, string>>();
  for (const { schema, table, name } of models.values()) {
    if (!spaces.has(schema)) spaces.set(schema, new Map<string, string>());
    spaces.get(schema)?.set(table, `the table of model "${name}"`);
  }
  const relations = spaces.get(null) ?? new Map<string, string>();
  for (const [name, { subject, span }] of enums) {
    const other = relations.get(name);
    if (other === undefined) continue;
    const message = `the enum type of ${subject} has the name of ${other}, "${name}"`;
    report("ORM2035", span, message, 'name the type: { name: "…" }');
  }
  for (const model of models.values())
    if (model.managed) takeNames(model, spaces.get(model.schema) ?? relations, report);
}

const CALLED = { unique: "a unique constraint", check: "a check", exclude: "an exclusion" } as const;

function takeNames(model: ModelDraft, relations: Map<string, string>, report: Report): void {
  const constraints = new Map<string, string>();
  implied(model, relations, constraints);
  // One without fields has been reported, and its name is made of nothing.
  for (const { name, span, fields } of model.indexes) {
    if (fields.length > 0) take(relations, name, `an index of model "${model.name}"`, span, report);
  }
  for (const constraint of model.constraints) {
    const { name, span } = constraint;
    const what = `${CALLED[constraint.kind]} of model "${model.name}"`;
    if (constraint.kind === "unique" && constraint.fields.length === 0) continue;
    take(constraints, name, what, span, report);
    if (constraint.kind !== "check") take(relations, name, what, span, report);
  }
}

/** What fields bring with them. */
function implied(model: ModelDraft, relations: Map<string, string>, constraints: Map<string, string>): void {
  const key = model.primaryKeyName ?? primaryKeyName(model.table);
  relations.set(key, `the primary key of model "${model.name}"`);
  constraints.set(key, `the primary key of model "${model.name}"`);
  for (const { spec, column, pairs } of model.fields) {
    const columns =
      pairs?.map(([own]) => fieldNamed(model, own)?.column ?? own) ?? (column === null ? [] : [column]);
    if (spec.kind === "manyToMany" || columns.length === 0) continue;
    const what = `that of the field "${spec.name}" on model "${model.name}"`;
    if (spec.unique) {
      relations.set(uniqueName(model.table, columns), what);
      constraints.set(uniqueName(model.table, columns), what);
    } else if (spec.index) relations.set(indexName(model.table, columns), what);
    if (spec.kind === "foreignKey" && spec.constraint)
      constraints.set(spec.database?.name ?? foreignKeyName(model.table, columns.join("_")), what);
  }
}

function take(names: Map<string, string>, name: string, what: string, span: Span, report: Report): void {
  const other = names.get(name);
  if (other === undefined) {
    names.set(name, what);
    return;
  }
  report("ORM2035", span, `${what} is called "${name}", as ${other} is`, "give it a name of its own");
}
