import { clientFile } from "../../templates/client-file.js";
import { databaseFile } from "../../templates/database-file.js";
import { indexFile } from "../../templates/index-file.js";
import { modelFileOf } from "../../templates/model-file.js";
import type { Settings } from "../config/settings.js";
import type { RenderedFile } from "../emit/file.js";
import type { Schema } from "../schema/schema.js";
import { checkNames } from "./check-names.js";
import { clientPlan } from "./client-plan.js";

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
    databaseFile(plan),
    ...models.map((model) => modelFileOf(plan, model)),
  ];
}
