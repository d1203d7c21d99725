import { InvalidValue, switches } from "../../errors/index.js";
import { transaction, type Operation } from "../../executor/run/operation.js";
import { setRelated, stateOf } from "../../instance/instance.js";
import type { RelatedSet } from "../../instance/related-set.js";
import { isInstance } from "../../meta/instance-identity.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import type { QuerySet } from "../../query/queryset.js";
import { fetchInstances } from "../read/fetch.js";
import { save } from "../write/save.js";

/** `bulk: false`: each row is saved by itself, and its hooks run. */
export interface BulkOption {
  readonly bulk?: boolean;
}

/**
 * Whether each row is to be saved by itself, as Django's `bulk=False` says.
 *
 * @throws InvalidValue where rows in between are what is written.
 */
export function oneByOne(relation: RelationMeta, method: string, options: BulkOption): boolean {
  switches(method, options, ["bulk"]);
  if (options.bulk === undefined) return false;
  if (relation.through) {
    throw new InvalidValue(
      `${relationLabel(relation)} relates by rows in between, and saves none of its rows: ${method} takes no bulk here`,
    );
  }
  return !options.bulk;
}

/** Saves each row with its foreign key set, those that are not saved yet as well; `rowsOf` says which rows keys mean. */
export function* saveRelated(
  { origin, state }: RelatedSet,
  back: RelationMeta,
  items: readonly unknown[],
  rowsOf: (keys: readonly unknown[]) => QuerySet,
): Operation<void> {
  yield* transaction(function* () {
    const given = items.filter(isInstance);
    const keys = items.filter((item) => !isInstance(item));
    const fetched = keys.length > 0 ? yield* fetchInstances(rowsOf(keys).state) : [];
    for (const row of [...given, ...fetched]) {
      const own = stateOf(row);
      if (own.adding) own.using = state.using;
      setRelated(row, back, origin.instance);
      yield* save(row);
    }
  }, state.using);
}

/** Saves each of these rows without its foreign key. */
export function* saveReleased(rows: QuerySet, back: RelationMeta): Operation<void> {
  yield* transaction(function* () {
    const found = yield* fetchInstances({ ...rows.state, ordering: [] });
    for (const row of found) {
      setRelated(row, back, null);
      yield* save(row, { only: (back.column?.columns ?? []).map(({ name }) => name) });
    }
  }, rows.state.using);
}
