import { chain, type QuerySet } from "../../../runtime/index.js";
import type { ColumnMeta } from "../../../runtime/meta/column.js";
import type { Bounds } from "../apply/run-batches.js";
import { didYouMean } from "../../schema/naming/nearest.js";
import { MigrationError } from "../migration-errors.js";
import { tableKey } from "../state/table-key.js";
import type { DataMigration } from "./data-migration.js";
import type { DataSource } from "./data-source.js";
import type { HistoricalModel } from "./historical-models.js";

export interface BatchKey {
  readonly size: number;
  readonly table: string;
  readonly column: string;
  readonly key: ColumnMeta;
  readonly rows: QuerySet;
}

/** What batches go by. Throws `MigrationError` where there is no such model, or its key has not one column. */
export function keyOfBatches(
  { name, state }: DataSource,
  { model, size }: NonNullable<DataMigration["batches"]>,
  models: Readonly<Record<string, HistoricalModel>>,
): BatchKey {
  const found = Object.hasOwn(models, model) ? models[model] : undefined;
  const table = state().tables.find((each) => each.model === model);
  if (found === undefined || table === undefined) {
    throw new MigrationError(
      `${name}.ts: \`batches.model\` names no model of then: ${didYouMean(model, Object.keys(models))}`,
    );
  }
  const [key, another] = found.meta.primaryKey;
  if (key === undefined || another !== undefined)
    throw new MigrationError(`${name}.ts: batches of ${model} need a primary key of one column`);
  return { size, table: tableKey(table), column: key.column, key, rows: found.objects };
}

/** The rows of a batch, in the order of the key. */
export function batchOf({ key, rows }: BatchKey, { above, to }: Bounds): QuerySet {
  const value = (text: string): unknown => {
    const bytes = Buffer.from(text);
    return key.codec.decode(bytes, 0, bytes.length);
  };
  const found = chain.filter(rows, [{ ...(above !== null && { pk__gt: value(above) }), pk__lte: value(to) }]);
  return chain.orderBy(found, ["pk"]);
}
