import { fieldNamed, type Draft, type ForeignKeySpec, type ModelDraft } from "../draft.js";
import type { Report } from "../report.js";

/** What a foreign key does when its target goes must be possible, and a first row must be. */
export function checkRelations({ models, report }: Draft): void {
  for (const model of models.values()) {
    for (const field of model.fields) {
      if (field.spec.kind !== "foreignKey") continue;
      if (field.pairs) checkReference(field.spec, field.pairs, model, report);
      else checkOnDelete(field.spec, report);
    }
    checkCircle(model, report);
  }
}

function checkOnDelete(spec: ForeignKeySpec, report: Report): void {
  const span = spec.options.get("onDelete")?.value.span ?? spec.span;
  if (spec.onDelete === "setNull" && !spec.null) {
    report("ORM2018", span, `${spec.subject} sets null on delete and cannot be null`, "say null: true");
  }
  if (spec.onDelete === "setDefault" && spec.default === null && spec.dbDefault === null && !spec.null) {
    report("ORM2019", span, `${spec.subject} sets its default on delete and has none`, "give it a default");
  }
}

/** The columns that can be null are those that let go. */
function checkReference(
  spec: ForeignKeySpec,
  pairs: readonly (readonly [string, string])[],
  model: ModelDraft,
  report: Report,
): void {
  const own = pairs.flatMap(([name]) => {
    const found = fieldNamed(model, name)?.spec;
    return found && found.kind !== "manyToMany" ? [found] : [];
  });
  const span = spec.options.get("onDelete")?.value.span ?? spec.span;
  if (spec.onDelete === "setNull" && !own.some((each) => each.null)) {
    const hint = "say null: true of one of them";
    report("ORM2018", span, `${spec.subject} sets null on delete and none of its fields can be null`, hint);
  }
  const bare = own.find((each) => each.default === null && each.dbDefault === null && !each.null);
  if (spec.onDelete === "setDefault" && bare)
    report(
      "ORM2019",
      span,
      `${spec.subject} sets defaults on delete and ${bare.subject} has none`,
      "give it a default",
    );
}

/** A circle of one-to-ones none of which can be null: no row could be the first. */
function checkCircle(start: ModelDraft, report: Report): void {
  const next = (model: ModelDraft) =>
    model.fields.flatMap(({ spec, target }) =>
      spec.kind === "foreignKey" && spec.oneToOne && !spec.null && !spec.options.has("columns") && target
        ? [{ spec, target }]
        : [],
    );
  for (const first of next(start)) {
    const path = [start.name];
    const seen = new Set<ModelDraft>();
    const reaches = (model: ModelDraft): boolean => {
      path.push(model.name);
      if (model === start) return true;
      if (!seen.has(model)) {
        seen.add(model);
        for (const { target } of next(model)) if (reaches(target)) return true;
      }
      path.pop();
      return false;
    };
    if (!reaches(first.target)) continue;
    const message = `${first.spec.subject} is in a circle of required one-to-ones: ${path.join(" → ")}`;
    report("ORM2020", first.spec.span, message, "no row could be the first: say null: true on one of them");
  }
}
