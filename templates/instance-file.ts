import { code, join, renderFile, verbatim } from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import type { ClientPlan } from "../generator/plan/client-plan.js";
import { instancePairs } from "../generator/plan/methods.js";
import { pairedMethod, type RowTypes } from "./paired-method.js";
import { runtime, runtimeType } from "./runtime.js";

/** `instance.ts`: what the instances of all models have in common. */
export function instanceFile(plan: ClientPlan): RenderedFile {
  const instance = verbatim('M["instance"]');
  const rows: RowTypes = { async: instance, sync: instance, madeAsync: instance, madeSync: instance };
  const pairs = instancePairs.map((method) =>
    pairedMethod(method, plan.names(method.name), { annotations: verbatim("object"), of: "instance" }, rows),
  );
  return renderFile({
    path: "instance.ts",
    body: code`/** A row of a model: its columns and relations are those of the model's own class. */
    export class ClientInstance<M extends ${runtimeType("ModelType")}> extends ${runtime("Instance")}<M["made"]> {
      /** The primary key, a list where it has several columns; without it, \`save\` makes another row. */
      get pk(): M["key"] {
        return ${runtime("primaryKeyOf")}(this);
      }

      set pk(value: M["key"] | null) {
        ${runtime("setPrimaryKey")}(this, value);
      }

      ${join(pairs, "\n\n")}
    }
    `,
    reserved: ["ClientInstance", "M"],
  });
}
