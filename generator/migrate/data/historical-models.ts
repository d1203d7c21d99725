import { compileFunction } from "node:vm";
import { createJiti } from "./jiti.js";
import * as runtime from "../../../runtime/index.js";
import type { ModelMeta } from "../../../runtime/meta/meta.js";
import { MigrationError } from "../migration-errors.js";
import type { DataSource } from "./data-source.js";
import { renderHistorical } from "./render-historical.js";

export interface HistoricalModel {
  readonly meta: ModelMeta;
  readonly objects: runtime.QuerySet;
}

type Module = Record<string, unknown>;

/** Model classes for the tables as they were: the client that would be generated of them, made in memory. */
export function historicalModels(source: DataSource): Record<string, HistoricalModel> {
  const state = source.state();
  const texts = new Map(renderHistorical(state, source.record).map(({ path, text }) => [path, text]));
  const jiti = createJiti(source.path, { fsCache: false, moduleCache: false });
  const modules = new Map<string, Module>([["ormgen/runtime", { ...runtime, configure: () => undefined }]]);
  const load = (id: string): Module => {
    const known = modules.get(id);
    if (known !== undefined) return known;
    const path = id.replace(/^\.\//, "").replace(/\.js$/, ".ts");
    const text = texts.get(path);
    if (text === undefined) throw new MigrationError(`${source.name}.ts: its models ask for ${id}`);
    // Files of a client import each other in circles.
    const exports: Module = {};
    modules.set(id, exports);
    const code = jiti.transform({ source: text, filename: `/${path}`, ts: true });
    const evaluate = compileFunction(code, ["exports", "require"]) as (
      exports: Module,
      require: typeof load,
    ) => void;
    evaluate(exports, load);
    return exports;
  };
  const own = [...texts.keys()].map((path) => load(`./${path.replace(/\.ts$/, ".js")}`));
  const found = new Map(own.flatMap((module) => Object.entries(module)));
  return Object.fromEntries(
    state.tables.filter(({ auto }) => !auto).map(({ model }) => [model, found.get(model) as HistoricalModel]),
  );
}
