import { fieldNamed, modelOption, type Draft, type ModelDraft } from "../draft.js";
import { didYouMean } from "../naming/nearest.js";
import { texts } from "../options/options.js";

const DATE_PARTS = new Set(
  "year iso_year month day week week_day quarter date time hour minute second".split(" "),
);

/** `ordering` names fields, through relations if need be. */
export function checkOrdering({ models, report }: Draft): void {
  for (const model of models.values()) {
    const option = modelOption(model, "ordering");
    if (!option) continue;
    const written = texts(option.owner.options, "ordering");
    model.ordering = written.map(({ text }) => text);
    for (const { text: path, value } of written) {
      if (path === "?") continue;
      const problem = pathProblem(path.replace(/^-/, "").split("__"), model, models);
      if (!problem) continue;
      const message = `the ordering "${path}" of model "${model.name}" ${problem.message}`;
      report("ORM2017", value.span, message, problem.hint);
    }
  }
}

interface PathProblem {
  readonly message: string;
  readonly hint: string | null;
}

function pathProblem(
  steps: readonly string[],
  model: ModelDraft,
  models: Draft["models"],
): PathProblem | null {
  const [name = "", ...rest] = steps;
  const key = fieldNamed(model, model.primaryKey[0] ?? "");
  const field =
    name === "pk"
      ? key
      : (fieldNamed(model, name) ?? model.fields.find(({ attribute }) => attribute === name));
  const reverse = model.reverse.find(({ queryName }) => queryName === name);
  if (!field && !reverse) {
    const names = [
      ...model.fields.map(({ spec }) => spec.name),
      ...model.reverse.flatMap(({ queryName }) => queryName ?? []),
    ];
    return { message: `names the unknown field "${name}" of "${model.name}"`, hint: didYouMean(name, names) };
  }
  if (rest.length === 0) return null;
  const target = field ? field.target : reverse && models.get(reverse.from);
  if (target && field?.attribute !== name) return pathProblem(rest, target, models);
  const type = field?.type?.kind;
  if (type === "json" || type === "hstore" || type === "array" || type === "custom") return null;
  if (
    (type === "date" || type === "timestamp" || type === "time") &&
    rest.every((part) => DATE_PARTS.has(part))
  )
    return null;
  return { message: `goes on behind "${name}", which is no relation`, hint: `write "${name}"` };
}
