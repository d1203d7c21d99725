import type { RenderedFile } from "../../emit/file.js";
import { renderClient } from "../../../templates/render-client.js";
import type { DatabaseState } from "../state/state.js";
import type { DataRecord } from "./data-source.js";
import { schemaOfState } from "./schema-of-state.js";

/** The client of a state's tables, as `ormgen` would write it for models that say no more; its index is left out. */
export function renderHistorical(
  state: DatabaseState,
  { pairs, timeZone, said }: DataRecord,
): RenderedFile[] {
  const root = "/";
  const files = renderClient(schemaOfState(state, said), {
    ...{
      root,
      file: null,
      models: [],
      output: "/generated",
      migrations: "/migrations",
      embedded: "/.ormgen",
    },
    ...{ pairs, timeZone, lazy: "sync", importExtension: ".js" },
  });
  return files.filter(({ path }) => path !== "index.ts" && path !== "database.ts");
}
