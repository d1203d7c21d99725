export { OrmgenError, type OrmgenErrorOptions } from "./ormgen-error.js";
export { callersFrames, withRoom } from "./own-frames.js";
export { DatabaseError, SchemaDrift, type DatabaseErrorOptions } from "./database-error.js";
export { DataError, type DataErrorOptions } from "./data-error.js";
export { DoesNotExist, InvalidLookup, InvalidQuery, MultipleObjectsReturned } from "./query-errors.js";
export { InvalidValue, UndefinedValue, ValidationError } from "./value-errors.js";
export { FieldDeferred, RelationNotLoaded } from "./relation-errors.js";
export { SyncForbidden, SyncInAsyncTransaction } from "./style-errors.js";
export { TransactionAborted, TransactionClosed, TransactionOutcomeUnknown } from "./transaction-errors.js";
export {
  CheckViolation,
  ExclusionViolation,
  ForeignKeyViolation,
  IntegrityError,
  NotNullViolation,
  UniqueViolation,
  type IntegrityErrorOptions,
} from "./integrity-errors.js";
export {
  ConnectionFailed,
  ConnectionLost,
  DatabaseInUse,
  DeadlockDetected,
  EngineCrashed,
  LockNotAvailable,
  OperationalError,
  PoolTimeout,
  QueryAborted,
  SerializationFailure,
  StatementTimeout,
} from "./operational-errors.js";
export { ServerError, type ServerFields } from "./server-error.js";
export { knownOptions, oneOf, switches, wholeNumber } from "./known-options.js";
export { withArticle } from "./with-article.js";
export { fromServer } from "./from-server.js";
