import { loadLazilyBy } from "./instance/lazy.js";
import * as operations from "./operations/index.js";
import { nameOperations } from "./executor/index.js";
import { installPrinting } from "./instance/printing.js";
import { installQuerysetPrinting } from "./operations/read/print-queryset.js";
import { lazyLoader } from "./operations/related/lazy-loader.js";

/** What generated code calls, and what its users import beside it: the contract of `ormgen/runtime`. */
export * from "./errors/index.js";
export {
  abortable,
  atomic,
  atomicSync,
  configure,
  connect,
  connectSync,
  detached,
  detachedSync,
  disconnect,
  disconnectSync,
  forbidSync,
  kyselyFor,
  onCommit,
  onQuery,
  readYourWrites,
  runAsync,
  runSync,
  streamAsync,
  streamSync,
  withQueryTags,
  type ConnectOptions,
  type QueryEvent,
  type QueryTags,
  type QueryListener,
  type RoutedOptions,
  type RunOptions,
  type TransactionOptions,
} from "./executor/index.js";
export { defineModel, defineThrough } from "./instance/define-model.js";
export { ModelMeta } from "./meta/meta.js";
export { Instance } from "./instance/instance.js";
export { primaryKeyOf, setPrimaryKey } from "./instance/primary-key.js";

export { loadedRows, otherManager } from "./instance/related-manager.js";
export type { Origin, RelatedSet } from "./instance/related-set.js";
export type { ClientSpec, HookEvent, ModelHooks, ModelSpec } from "./meta/spec.js";
export * as operations from "./operations/index.js";
export type {
  BulkCreateOptions,
  CreateOptions,
  Deleted,
  ExplainOptions,
  SaveOptions,
  UpdateOptions,
} from "./operations/index.js";
export * as chain from "./query/chain/index.js";
export type { LockOptions } from "./query/chain/lock.js";
export {
  prefetchRelatedObjects,
  prefetchRelatedObjectsSync,
} from "./operations/prefetch/prefetch-objects.js";
export { prefetch } from "./query/chain/related.js";
export {
  registerLookup,
  registerTransform,
  type LookupDefinition,
  type TransformDefinition,
} from "./query/lookups/custom.js";
export { and, not, or, xor } from "./query/expression/combine.js";
export * from "./query/functions/index.js";
export type { ZoneOptions } from "./query/functions/dates.js";
export { QuerySet } from "./query/queryset.js";
export type { QueryState } from "./query/state.js";
export { refuseSync } from "./operations/write/hooks.js";
export { toSQL } from "./operations/read/to-sql.js";
export * from "./types/index.js";
export type { CustomType, Range } from "./values/index.js";
export type { ColumnType, Generated, Kysely } from "kysely";

loadLazilyBy(lazyLoader);
nameOperations(operations);
installPrinting();
installQuerysetPrinting();
