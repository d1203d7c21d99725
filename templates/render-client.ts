import { clientFile } from "./client-file.js";
import { databaseFile } from "./database-file.js";
import { indexFile } from "./index-file.js";
import { instanceFile } from "./instance-file.js";
import { modelFileOf } from "./model-file.js";
import { querysetFile } from "./queryset-file.js";
import type { Settings } from "../generator/config/settings.js";
import type { RenderedFile } from "../generator/emit/file.js";
import type { Schema } from "../generator/schema/schema.js";
import { checkNames } from "../generator/plan/check-names.js";
import { clientPlan } from "../generator/plan/client-plan.js";

/**
 * Every file of the client, before it is formatted: which there are is said here, what stands in them in templates.
 *
 * Throws `ConfigError` where the convention of `pairs` gives one name to two things.
 */
export function renderClient(schema: Schema, settings: Settings): RenderedFile[] {
  const plan = clientPlan(schema, settings);
  checkNames(plan);
  const models = schema.models.filter((model) => !model.auto);
  return [
    indexFile(plan, models),
    clientFile(plan),
    querysetFile(plan),
    instanceFile(plan),
    databaseFile(plan),
    ...models.map((model) => modelFileOf(plan, model)),
  ];
}
