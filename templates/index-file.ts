import { code, imported, join, literal, renderFile, verbatim, type Code } from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import type { ClientPlan } from "../generator/plan/client-plan.js";
import { clientErrors, functionPairs, plainFunctions } from "../generator/schema/naming/client-exports.js";
import type { Model } from "../generator/schema/schema.js";
import { namedManager } from "./queryset-class.js";
import { runtime, runtimeType } from "./runtime.js";

/** `index.ts`: everything that users of the client import. */
export function indexFile(plan: ClientPlan, models: readonly Model[]): RenderedFile {
  return renderFile({
    path: "index.ts",
    body: code`${join(models.map((model) => modelExports(plan, model)))}
    export type { Database } from ${literal(plan.filePath("database.ts"))};

    ${join(functionPairs.map((pair) => functionExports(plan, pair)))}
    export { ${verbatim([...plainFunctions, ...clientErrors].join(", "))} } from "ormgen/runtime";
    export type { Expression, ConnectOptions, HookEvent, TransactionOptions } from "ormgen/runtime";

    /**
     * Kysely on the same connection and transaction, typed by the tables.
     *
     * Throws what the database throws.
     */
    export function kysely(using?: string): ${runtimeType("Kysely")}<${imported("Database", plan.filePath("database.ts"), { typeOnly: true })}> {
      return ${runtime("kyselyFor")}(using);
    }
    `,
    reserved: ["kysely", ...models.map((model) => model.name)],
  });
}

function modelExports(plan: ClientPlan, { name, managers }: Model): Code {
  const own = managers.map((manager) => namedManager(name, manager.name));
  const names = [name, `${name}QuerySet`, `${name}Manager`, ...own, `${name}RelatedManager`].join(", ");
  return code`export { ${verbatim(names)}, type ${`${name}Model`} } from ${literal(plan.modelPath(name))};`;
}

function functionExports(plan: ClientPlan, pair: (typeof functionPairs)[number]): Code {
  const names = plan.names(pair.name);
  const entry = (from: string, to: string) => verbatim(from === to ? from : `${from} as ${to}`);
  return code`export { ${entry(pair.async, names.async)}, ${entry(pair.sync, names.sync)} } from "ormgen/runtime";`;
}
