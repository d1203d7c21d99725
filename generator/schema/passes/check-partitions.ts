import { fieldNamed, partitioningOf, type Draft, type ModelDraft } from "../draft.js";
import type { Span } from "../facts.js";

/** PostgreSQL finds equal rows within a partition alone: what is unique has to hold the columns that tell which it is. */
export function checkPartitions({ models, report }: Draft): void {
  for (const model of models.values()) {
    const partitioning = partitioningOf(model);
    if (partitioning === null) continue;
    const columns = columnsOf(partitioning.sql);
    const check = (what: string, held: readonly string[], span: Span): void => {
      const missing = columns.filter((column) => !held.includes(column));
      if (missing.length === 0) return;
      const message = `${what} of model "${model.name}" lacks ${missing.join(" and ")}, by which its table is partitioned`;
      report("ORM2043", span, message, `add it: static options = { primaryKey: ["id", "…"] }`);
    };
    const named = (names: readonly string[]) => names.map((name) => columnOf(model, name));
    if (model.primaryKey.length > 0) check("the primary key", named(model.primaryKey), partitioning.span);
    for (const { spec, column } of model.fields) {
      if (spec.kind !== "manyToMany" && spec.unique && column !== null)
        check(`the unique field "${spec.name}"`, [column], spec.span);
    }
    for (const constraint of model.constraints) {
      if (constraint.kind === "unique")
        check("a unique constraint", named(constraint.fields), constraint.span);
    }
  }
}

function columnOf(model: ModelDraft, name: string): string {
  return fieldNamed(model, name)?.column ?? name;
}

/** Those that stand there by name; an expression is left to PostgreSQL. */
function columnsOf(partitionBy: string): string[] {
  const inside = partitionBy.slice(partitionBy.indexOf("(") + 1, partitionBy.lastIndexOf(")"));
  return inside.split(",").flatMap((part) => {
    const [, plain, quoted] = /^\s*(?:([a-z_][a-z0-9_$]*)|"((?:[^"]|"")+)")(?:\s|$)/iu.exec(part) ?? [];
    return quoted?.replaceAll('""', '"') ?? plain?.toLowerCase() ?? [];
  });
}
