import { defaultProblem } from "../fields/default-problem.js";
import type { Draft } from "../draft.js";

/** A default must be a value that the column takes. */
export function checkDefaults({ models, report }: Draft): void {
  for (const model of models.values()) {
    for (const { spec, type } of model.fields) {
      const entry = spec.options.get("default");
      if (!entry || spec.kind === "manyToMany") continue;
      const span = entry.value.span;
      if (entry.value.kind === "call") {
        report(
          "ORM2029",
          span,
          `the default of ${spec.subject} is a call of ${entry.value.of}`,
          "write a value or a function",
        );
      }
      if (!type || spec.default?.kind !== "literal") continue;
      const { value } = spec.default;
      if (value === null) {
        if (!spec.null)
          report(
            "ORM2029",
            span,
            `the default of ${spec.subject} is null`,
            "say null: true, or take it away",
          );
        continue;
      }
      const choices = spec.kind === "column" ? spec.choices : null;
      const problem = defaultProblem(value, type, choices);
      if (problem)
        report(problem.code, span, `the default of ${spec.subject} ${problem.message}`, problem.hint);
    }
  }
}
