import { ValidationError, knownOptions, withArticle } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import type { ColumnMeta } from "../../meta/column.js";
import { fieldErrors } from "../../instance/field-errors.js";
import { stateOf } from "../../instance/instance.js";
import { keyOf, metaOf, read, type Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import { exclude, filter } from "../../query/chain/filter.js";
import { QuerySet } from "../../query/queryset.js";
import { initialState } from "../../query/state.js";
import { columnNamed } from "./column-named.js";
import { adoptRelatedKeys } from "./adopt-keys.js";
import { exists } from "../read/count.js";
import { brokenChecks, isTakenWhere } from "./validate-constraints.js";
import { lostReferences } from "./validate-references.js";

type Errors = Record<string, string[]>;

export interface ValidateOptions {
  /** Fields that are not asked, nor what must be unique or hold of them and others together. */
  readonly exclude?: readonly string[];
}

/**
 * Checks an instance before it is saved: each field by its type, choices and validators, whether the rows that it refers to
 * are there, then what must be unique, for some rows alone as well, and the CHECK constraints.
 * Fields with `editable: false` are left out, as in Django's `full_clean()`.
 * https://docs.djangoproject.com/en/stable/ref/models/instances/#validating-objects
 */
export function* validate(instance: Instance, options: ValidateOptions = {}): Operation<void> {
  const meta = metaOf(instance);
  knownOptions("validate()", options, ["exclude"]);
  const excluded = new Set((options.exclude ?? []).map((name) => columnNamed(meta, name).name));
  const errors: Errors = {};
  adoptRelatedKeys(instance, ({ column, queryName }, text) => {
    if (!column?.columns.some(({ name }) => excluded.has(name))) errors[queryName] = [text];
  });
  for (const column of meta.columns) {
    if (excluded.has(column.name) || Object.hasOwn(errors, column.name)) continue;
    const found = isChecked(instance, column) ? fieldErrors(column, read(instance, column.attribute)) : [];
    if (found.length > 0) errors[column.name] = found;
  }
  const lost = yield* lostReferences(
    instance,
    (column) =>
      !excluded.has(column.name) && !Object.hasOwn(errors, column.name) && isChecked(instance, column),
  );
  for (const { far, queryName, target } of lost)
    errors[queryName] = [
      `there is no ${target.name} with this ${far.columns.map(({ name }) => name).join(", ")}`,
    ];
  for (const fields of uniqueSets(meta)) {
    if (fields.some((field) => Object.hasOwn(errors, field) || excluded.has(field))) continue;
    if (yield* isTaken(instance, fields)) note(errors, meta, fields);
  }
  const wrong = new Set([...Object.keys(errors), ...excluded]);
  for (const some of meta.spec.partlyUnique ?? []) {
    if (yield* isTakenWhere(instance, some, wrong)) note(errors, meta, some.fields);
  }
  for (const name of yield* brokenChecks(instance, wrong)) {
    errors[""] = [...(errors[""] ?? []), `the check "${name}" is not met`];
  }
  if (Object.keys(errors).length > 0) throw new ValidationError(errors);
}

/** What the database fills, and what was not fetched, has no value to check. */
function isChecked(instance: Instance, column: ColumnMeta): boolean {
  if (column.generated || !column.editable || column.autoNow || column.autoNowAdd) return false;
  const value = read(instance, column.attribute);
  if (value === undefined && (column.dbDefault || !stateOf(instance).adding)) return false;
  return true;
}

function uniqueSets(meta: ModelMeta): (readonly string[])[] {
  const single = meta.columns.filter((column) => column.unique).map((column) => [column.name]);
  const key = meta.primaryKey.length > 1 ? [meta.primaryKey.map((column) => column.name)] : [];
  const together = meta.spec.unique?.filter((names) => names.length > 1) ?? [];
  return [...single, ...key, ...together];
}

/** NULL is equal to nothing: a row with one is never a duplicate. */
function* isTaken(instance: Instance, fields: readonly string[]): Operation<boolean> {
  const meta = metaOf(instance);
  const { using, adding } = stateOf(instance);
  const where: Record<string, unknown> = {};
  for (const field of fields) {
    const value = read(instance, meta.requireColumn(field).attribute);
    if (value == null) return false;
    where[field] = value;
  }
  const own = meta.primaryKey.map((column) => column.name);
  if (!adding && own.length === fields.length && own.every((name) => fields.includes(name))) return false;
  const others = filter(new QuerySet({ ...initialState(meta), using }), [where]);
  if (adding || keyOf(instance) === undefined) return yield* exists(others);
  const self = Object.fromEntries(
    meta.primaryKey.map((column) => [column.name, read(instance, column.attribute)]),
  );
  return yield* exists(exclude(others, [self]));
}

function note(errors: Errors, meta: ModelMeta, fields: readonly string[]): void {
  const names = fields.join(", ");
  const text =
    fields.length === 1
      ? `${withArticle(meta.name)} with this value exists already`
      : `${withArticle(meta.name)} with these values of ${names} exists already`;
  const key = fields.length === 1 ? (fields[0] ?? "") : "";
  errors[key] = [...(errors[key] ?? []), text];
}
