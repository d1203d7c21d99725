export type { Assigned, Defaults, UpdateOf } from "./assigned.js";
export type { DateOperand, Expression, NumberOperand, Value } from "./expression.js";
export type { Conditions, ExpressionArgument, FilterArgument, MaybeConditions } from "./filter-argument.js";
export type {
  Condition as KeywordValue,
  KeywordFunction,
  KeywordName,
  Keywords,
  OwnConditions,
} from "./keywords.js";
export type {
  DeferRow,
  Load,
  LockPath,
  OnlyRow,
  RelatedPaths,
  RequiredRelation,
  Selected,
  SingleRelation,
} from "./loaded.js";
export type { ColumnOf, CustomLookups, Lookups } from "./lookups.js";
export type {
  Column,
  ColumnsOfKind,
  FieldName,
  Kind,
  Many,
  ModelType,
  One,
  OneOrNone,
  QuerySetOf,
  RelationType,
} from "./model-type.js";
export type { Deferred, Invalid, NotLoaded } from "./not-loaded.js";
export type { OrderExpression, OrderFields } from "./order.js";
export type {
  Aggregate,
  Aggregated,
  AggregateOptions,
  Annotations,
  Of,
  TypeOf,
  Windowed,
  WindowOptions,
} from "./functions.js";
export type { BooleanExpression, Condition, NumberRef, Ref, Refs, StringRef, TextRef } from "./refs.js";
export type { BulkKey, KeyColumns, PathValue, ValueName, ValuePaths } from "./rows.js";
export type { Subselect } from "./subselect.js";
export type { Validator } from "./validator.js";
export type { PrefetchFields, PrefetchFunction, Prefetched, PrefetchOf } from "./prefetch.js";
export type { NamedExpressions, Naming } from "./naming.js";
export type {
  ListField,
  ListFields,
  ListItem,
  ListRow,
  ListValue,
  NamedRow,
  ValuesFields,
  ValuesRow,
  ValuesScope,
} from "./values.js";
