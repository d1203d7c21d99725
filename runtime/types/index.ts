export type { Assigned, Defaults } from "./assigned.js";
export type { Expression, Value } from "./expression.js";
export type { ExpressionArgument, FilterArgument } from "./filter-argument.js";
export type { Condition as KeywordValue, KeywordName, Keywords, OwnConditions } from "./keywords.js";
export type {
  DeferRow,
  Keep,
  Load,
  OnlyRow,
  RelatedPath,
  RequiredRelation,
  SingleRelation,
} from "./loaded.js";
export type { ColumnOf, CustomLookups, Lookups } from "./lookups.js";
export type {
  Column,
  ColumnsOfKind,
  Kind,
  Many,
  ModelType,
  One,
  OneOrNone,
  RelationType,
} from "./model-type.js";
export type { Deferred, Invalid, NotLoaded } from "./not-loaded.js";
export type { OrderExpression, OrderName, OrderTerm } from "./order.js";
export type { Aggregated, AggregateOptions, Annotations, Of, TypeOf, WindowOptions } from "./functions.js";
export type { BooleanExpression, Condition, NumberRef, Ref, Refs, TextRef } from "./refs.js";
export type {
  ColumnsRow,
  FlatValue,
  KeyColumns,
  PathValue,
  ValueName,
  ValuePath,
  ValuesRow,
  ValuesTuple,
} from "./rows.js";
export type { Subselect } from "./subselect.js";
export type { Validator } from "./validator.js";
export type { PrefetchFunction, Prefetched, PrefetchItem, PrefetchName, PrefetchOf } from "./prefetch.js";
