import { modelOptions, type Draft } from "../draft.js";

/** What nobody creates can be asked for nowhere: an unmanaged model brings no indexes, constraints or tables. */
export function checkUnmanaged({ models, report }: Draft): void {
  for (const model of models.values()) {
    if (model.managed || model.auto) continue;
    const hint = "migrations leave an unmanaged model alone: create it where the table is created";
    for (const option of ["indexes", "constraints"]) {
      const [first] = modelOptions(model, option);
      if (!first) continue;
      report(
        "ORM2033",
        first.span,
        `the unmanaged model "${model.name}" has ${option}, which nothing would create`,
        hint,
      );
    }
    for (const { spec, through } of model.fields) {
      if (spec.kind !== "manyToMany" || through?.model.auto !== true) continue;
      const message = `the table of ${spec.subject} would not be created, since model "${model.name}" is unmanaged`;
      report("ORM2033", spec.span, message, "declare the model in between and name it as through");
    }
  }
}
