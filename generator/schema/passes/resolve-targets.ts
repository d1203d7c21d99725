import type { Draft, ModelDraft } from "../draft.js";
import type { TargetFact } from "../facts.js";
import { nearest } from "../naming/nearest.js";

/** Relations point at models. */
export function resolveTargets(draft: Draft): void {
  for (const model of draft.models.values()) {
    for (const field of model.fields) {
      const { spec } = field;
      if (spec.kind === "column" || !spec.target) continue;
      field.target = targetModel(spec.target, spec.name, model, draft);
    }
  }
}

/** The model that a target names, or null, reported. */
export function targetModel(
  target: TargetFact,
  field: string,
  model: ModelDraft,
  { classes, models, report }: Draft,
): ModelDraft | null {
  const found = target.model === null ? null : (classes.get(target.model) ?? null);
  const concrete = found && !found.abstract ? (models.get(found.fact.name) ?? null) : null;
  if (concrete) return concrete;
  const [reason, hint] = found
    ? ["which is abstract", "point at a model that has a table"]
    : explain(target, models);
  const owner =
    model.chain.find(({ fields }) => fields.some(({ name }) => name === field))?.fact.name ?? model.name;
  report(
    "ORM2001",
    target.span,
    `relation "${field}" on model "${owner}" targets "${target.name}", ${reason}`,
    hint,
  );
  return null;
}

function explain(target: TargetFact, models: Draft["models"]): readonly [string, string] {
  const near = nearest(target.name, models.keys());
  switch (target.reason) {
    case "missing":
      return [
        "which is not a model",
        near === null
          ? "declare it, or import it; export it from models/*.ts"
          : near === target.name
            ? `import ${near} from the file that declares it`
            : `did you mean "${near}"?`,
      ];
    case "notExported":
      return ["which is not exported from its file", `write export class ${target.name}`];
    case "notModelFile":
      return [
        "which is not in a model file",
        "move it there: export it from models/*.ts, or extend models in the config",
      ];
    default:
      return ["which is not a model", "export it from models/*.ts, as a class that extends Model"];
  }
}
