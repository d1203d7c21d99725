import type { Draft } from "./draft.js";
import { extensionsOf } from "./extensions.js";
import type { Facts } from "./facts.js";
import { addPrimaryKeys } from "./passes/add-primary-keys.js";
import { addReverse } from "./passes/add-reverse.js";
import { checkDatabaseNames } from "./passes/check-database-names.js";
import { checkDefaults } from "./passes/check-defaults.js";
import { checkMemberNames } from "./passes/check-member-names.js";
import { checkModelNames } from "./passes/check-model-names.js";
import { checkOrdering } from "./passes/check-ordering.js";
import { checkPartitions } from "./passes/check-partitions.js";
import { checkRelations } from "./passes/check-relations.js";
import { checkTables } from "./passes/check-tables.js";
import { checkUnmanaged } from "./passes/check-unmanaged.js";
import { collectEnums } from "./passes/collect-enums.js";
import { finish } from "./passes/finish.js";
import { makeModels } from "./passes/make-models.js";
import { nameColumns } from "./passes/name-columns.js";
import { readClasses } from "./passes/read-classes.js";
import { readConstraints } from "./passes/read-constraints.js";
import { readIndexes } from "./passes/read-indexes.js";
import { resolveKeys } from "./passes/resolve-keys.js";
import { resolveReferences } from "./passes/resolve-references.js";
import { resolveTargets } from "./passes/resolve-targets.js";
import { resolveThrough } from "./passes/resolve-through.js";
import type { Report } from "./report.js";
import type { Schema } from "./schema.js";

/** Each pass relies on those before it, and goes on where they have reported something. */
const PASSES: readonly ((draft: Draft) => void)[] = [
  readClasses,
  makeModels,
  checkModelNames,
  addPrimaryKeys,
  resolveTargets,
  resolveThrough,
  checkTables,
  resolveKeys,
  resolveReferences,
  nameColumns,
  checkMemberNames,
  addReverse,
  collectEnums,
  checkDefaults,
  checkRelations,
  checkOrdering,
  readIndexes,
  readConstraints,
  checkUnmanaged,
  checkPartitions,
  checkDatabaseNames,
];

/** Makes a schema of what model files say, and reports everything that is wrong with it. */
export function buildSchema(
  facts: Facts,
  report: Report,
  defaults: {
    readonly schema?: string | undefined;
    readonly extensions?: readonly string[] | undefined;
  } = {},
): Schema {
  const draft: Draft = {
    report,
    schema: defaults.schema ?? null,
    facts: facts.models,
    classes: new Map(),
    models: new Map(),
    enums: new Map(),
  };
  for (const pass of PASSES) pass(draft);
  const schema = finish(draft);
  const extensions = extensionsOf(schema, defaults.extensions ?? []);
  return extensions.length === 0 ? schema : { ...schema, extensions };
}
