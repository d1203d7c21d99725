import {
  fieldNamed,
  hasColumn,
  type Draft,
  type FieldDraft,
  type ForeignKeySpec,
  type ModelDraft,
} from "../draft.js";
import type { Value } from "../facts.js";
import { STORED } from "../fields/field-functions.js";
import { didYouMean } from "../naming/nearest.js";
import { itemsOf } from "../options/option-values.js";
import type { Report } from "../report.js";
import type { ColumnType } from "../schema.js";
import { isUniqueTogether } from "../options/unique-alone.js";

/** Relations over fields that are there, `columns: [["order", "order"], ["number", "line"]]`: each has its counterpart. */
export function resolveReferences({ models, report }: Draft): void {
  for (const model of models.values()) {
    for (const field of model.fields) {
      const { spec, target } = field;
      if (spec.kind !== "foreignKey" || !spec.options.has("columns")) continue;
      refuseOthers(spec, report);
      if (target) field.pairs = pairsOf(field, spec, model, target, report);
    }
  }
}

/** Options of a column: a relation over columns that are there has none of its own. */
const OF_COLUMNS = [...STORED, "to", "column", "unique"];

function refuseOthers({ options, subject }: ForeignKeySpec, report: Report): void {
  for (const name of OF_COLUMNS) {
    const entry = options.get(name);
    if (!entry) continue;
    report(
      "ORM2032",
      entry.span,
      `${subject} has both "columns" and "${name}"`,
      "say it of the fields that columns names, which are the columns",
    );
  }
}

function pairsOf(
  field: FieldDraft,
  spec: ForeignKeySpec,
  model: ModelDraft,
  target: ModelDraft,
  report: Report,
): readonly (readonly [string, string])[] | null {
  const value = spec.options.get("columns")?.value;
  if (!value) return null;
  const found = itemsOf(value).map((pair) => {
    const [own, other] = itemsOf(pair);
    const left = columnNamed(own, model, spec, report);
    const right = columnNamed(other, target, spec, report);
    if (left && right && !isAlike(left.type, right.type)) {
      const message = `${spec.subject} relates ${left.spec.subject} and ${right.spec.subject}, whose types differ`;
      report("ORM2042", pair.span, message, "a column has the type of what it refers to");
    }
    return left && right ? ([left.spec.name, right.spec.name] as const) : null;
  });
  const pairs = found.flatMap((pair) => (pair ? [pair] : []));
  if (pairs.length < found.length) return null;
  for (const at of [0, 1] as const) {
    const names = pairs.map((pair) => pair[at]);
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) report("ORM2042", value.span, `${spec.subject} names "${twice}" twice`);
  }
  const names = pairs.map(([, other]) => other);
  if (!isUniqueTogether(target, names)) {
    const message = `${spec.subject} points at ${names.map((name) => `"${name}"`).join(", ")} of "${target.name}", which are not unique together`;
    report("ORM2041", value.span, message, `point at its primary key, or say unique(…) in ${target.name}`);
  }
  field.attribute = null;
  return inOrderOf(target.primaryKey, pairs);
}

function columnNamed(
  value: Value | undefined,
  model: ModelDraft,
  { subject }: ForeignKeySpec,
  report: Report,
): FieldDraft | null {
  if (value?.kind !== "scalar" || typeof value.value !== "string") return null;
  const name = value.value;
  const found = fieldNamed(model, name) ?? fieldNamed(model, name.replace(/Id$/, ""));
  if (found && hasColumn(found)) return found;
  const names = model.fields.filter(hasColumn).map(({ spec }) => spec.name);
  const message = `${subject} names the unknown field "${name}" of "${model.name}"`;
  report("ORM2017", value.span, message, didYouMean(name, names));
  return null;
}

/** What PostgreSQL compares without a cast: lengths and digits may differ. */
function isAlike(left: ColumnType | null, right: ColumnType | null): boolean {
  if (!left || !right) return true;
  if (left.kind === "integer" && right.kind === "integer")
    return left.size === right.size && left.as === right.as;
  if (left.kind === "enum" && right.kind === "enum") return left.name === right.name;
  if (left.kind === "custom" && right.kind === "custom") return left.dbType === right.dbType;
  return left.kind === right.kind;
}

/** A primary key is one value, in its own order. */
function inOrderOf(
  key: readonly string[],
  pairs: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const sorted = key.flatMap((name) => pairs.filter(([, other]) => other === name));
  return sorted.length === pairs.length && key.length === pairs.length ? sorted : pairs;
}
