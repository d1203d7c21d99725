import type { OperationNode } from "kysely";
import { InvalidValue } from "../../errors/index.js";
import type { ColumnMeta } from "../../meta/column.js";
import { read, type Instance } from "../../meta/instance-identity.js";
import { columnOf, fragment, identifier, keyword } from "../../query/compile/fragment.js";
import { paramNode, type ParamNode } from "../../query/expression/node.js";
import { arrayOf, int4, text, type Codec } from "../../values/index.js";

export function checkBatchSize(size: number | undefined): void {
  if (size === undefined || (Number.isSafeInteger(size) && size >= 1)) return;
  throw new InvalidValue("batchSize is a whole number from 1");
}

/** Instances in batches of a size; all at once where none is given. */
export function* batches(
  instances: readonly Instance[],
  size: number | undefined,
): Generator<readonly Instance[]> {
  if (size === undefined) {
    yield instances;
    return;
  }
  checkBatchSize(size);
  for (let at = 0; at < instances.length; at += size) yield instances.slice(at, at + size);
}

export function columnNames(columns: readonly ColumnMeta[]): string {
  return columns.map((column) => column.name).join();
}

/** Arrays inside an array would be taken for one of more dimensions: such columns travel as text and are cast. */
function travelsAsText(codec: Codec): boolean {
  return codec.oid === 0 || codec.dbType.endsWith("[]");
}

/** One column of many rows as one array parameter. */
export function arrayParam(column: ColumnMeta, instances: readonly Instance[]): ParamNode {
  const values = instances.map((instance) => {
    const value = read(instance, column.attribute) ?? null;
    return value === null ? null : labelled(column, value);
  });
  const list = arrayOf(travelsAsText(column.codec) ? text : asItems(column.codec));
  return paramNode(list, list.encode(values));
}

const places = arrayOf(int4);

/** Rows that give no plain value are counted alone: 0, 1, … */
export function placesOf(instances: readonly Instance[]): ParamNode {
  return paramNode(places, places.encode([...instances.keys()]));
}

function labelled(column: ColumnMeta, value: unknown): string {
  try {
    return column.codec.encode(value);
  } catch (error) {
    if (error instanceof InvalidValue) error.message = `${column.label}: ${error.message}`;
    throw error;
  }
}

const passing = new WeakMap<Codec, Codec<string>>();

/** The codec of a column for values that are encoded already. */
function asItems(codec: Codec): Codec<string> {
  let made = passing.get(codec);
  if (!made) passing.set(codec, (made = { ...codec, encode: (value: string) => value } as Codec<string>));
  return made;
}

/** The columns of `unnest(…) as "rows" (c0, c1, …)`, and the values that they stand for. */
export function unnested(columns: readonly ColumnMeta[]): {
  aliases: OperationNode[];
  values: OperationNode[];
} {
  const aliases = columns.map((_, at) => identifier(`c${String(at)}`));
  const values = columns.map(({ codec }, at) => {
    const value = columnOf("rows", `c${String(at)}`);
    return travelsAsText(codec) ? fragment`${value}::${keyword(codec.dbType)}` : value;
  });
  return { aliases, values };
}
