import { InvalidValue, UndefinedValue } from "../../errors/index.js";
import type { Operation } from "../../executor/run/operation.js";
import { noteSaved } from "../../instance/changes.js";
import type { ColumnMeta } from "../../meta/column.js";
import { keyOf, metaOf, read, write, type Instance } from "../../meta/instance-identity.js";
import type { ModelMeta } from "../../meta/meta.js";
import { plainKey, type Key } from "../../meta/key.js";
import { filter } from "../../query/chain/filter.js";
import { QuerySet } from "../../query/queryset.js";
import { initialState } from "../../query/state.js";
import { fetchInstances } from "../read/fetch.js";

/** A row cannot be made without the columns that were not fetched; those that the save itself sets are no loss. */
export function refuseDeferred(instance: Instance, what: string): void {
  const { name, columns } = metaOf(instance);
  const missing = columns.filter(
    (column) => isDeferred(instance, column) && !column.generated && !column.autoNow && !column.autoNowAdd,
  );
  if (missing.length === 0) return;
  throw new InvalidValue(
    `${name}: ${what} cannot make the row without its deferred columns ${namesOf(missing)}: await refresh() first`,
  );
}

/** What was named to be written has to be known: nothing is not taken for null. */
export function refuseUnknown(instance: Instance, columns: readonly ColumnMeta[], method: string): void {
  const missing = columns.filter(({ attribute }) => read(instance, attribute) === undefined);
  const [first] = missing;
  if (!first) return;
  if (isDeferred(instance, first)) {
    throw new InvalidValue(
      `${first.label} is deferred: ${method} does not know what to write; set it, or await refresh("${first.name}") first`,
    );
  }
  throw undefinedValue(first, method);
}

function undefinedValue({ label }: ColumnMeta, method: string): UndefinedValue {
  return new UndefinedValue(`${label} is undefined: ${method} writes a value or null`);
}

/** What was set to undefined is neither left as it was nor taken for null: nobody knows which was meant. */
export function refuseUndefined(instance: Instance, columns: readonly ColumnMeta[], method: string): void {
  const found = columns.find(
    (column) =>
      !column.primaryKey &&
      !column.generated &&
      read(instance, column.attribute) === undefined &&
      !isDeferred(instance, column),
  );
  if (found) throw undefinedValue(found, method);
}

/** Columns that a new instance has a value for, whoever made it: null where none was given. */
export function alwaysSet(model: ModelMeta): readonly ColumnMeta[] {
  let columns = always.get(model);
  if (!columns)
    always.set(model, (columns = model.columns.filter((column) => column.null && !column.dbDefault)));
  return columns;
}

/** Asked of every row that is made. */
const always = new WeakMap<ModelMeta, readonly ColumnMeta[]>();

/** Reads a key that `only()` or `defer()` has left out, of all that lack it with one query: a relation goes by it. */
export function* loadKey(
  instances: readonly Instance[],
  key: Key,
  using: string | undefined,
): Operation<void> {
  const lacking = instances.filter((each) => key.columns.some((column) => isDeferred(each, column)));
  const [first] = lacking;
  if (!first) return;
  const model = metaOf(first);
  const { state } = filter(new QuerySet({ ...initialState(model), using, ordering: [] }), [
    { pk__in: lacking.map(keyOf) },
  ]);
  const names = key.columns.map(({ name }) => name);
  const rows = yield* fetchInstances({ ...state, columns: { mode: "only", names } });
  const known = new Map(rows.map((row) => [plainKey(model.pk, keyOf(row)), row]));
  for (const instance of lacking) {
    const row = known.get(plainKey(model.pk, keyOf(instance)));
    const missing = key.columns.filter((column) => isDeferred(instance, column));
    if (!row) continue;
    for (const { attribute } of missing) write(instance, attribute, read(row, attribute));
    noteSaved(instance, missing);
  }
}

/** Columns that were fetched, or set, are the instance's own. */
function isDeferred(instance: Instance, { attribute }: ColumnMeta): boolean {
  return !Object.hasOwn(instance, attribute);
}

function namesOf(columns: readonly ColumnMeta[]): string {
  return columns.map(({ name }) => name).join(", ");
}
