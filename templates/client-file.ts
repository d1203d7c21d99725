import { code, join, literal, renderFile } from "../generator/emit/code.js";
import type { RenderedFile } from "../generator/emit/file.js";
import type { ClientPlan } from "../generator/plan/client-plan.js";
import { pairPattern } from "../generator/plan/pair-names.js";
import { runtime, runtimeType } from "./runtime.js";

/** `client.settings.ts`, a name that no model's file can have: what the config says of the whole client. */
export function clientFile(plan: ClientPlan): RenderedFile {
  const { timeZone, lazy, pairs } = plan.settings;
  const parts = [
    code`timeZone: ${literal(timeZone)}`,
    code`lazy: ${literal(lazy)}`,
    code`pairs: ${literal({ ...pairPattern(pairs) })}`,
  ];
  const { embedded, config } = plan;
  const { extensions = [] } = plan.schema;
  const places = {
    embedded,
    ...(config !== null && { config }),
    ...(extensions.length > 0 && { extensions: [...extensions] }),
  };
  return renderFile({
    path: "client.settings.ts",
    body: code`${runtime("configure")}(${literal(places)});

    /** What the config says of the whole client. */
    export const client: ${runtimeType("ClientSpec")} = { ${join(parts, ", ")} };
    `,
  });
}
