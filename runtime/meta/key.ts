import { InvalidValue } from "../errors/index.js";
import { rowOf, type Codec } from "../values/index.js";
import type { ColumnMeta } from "./column.js";
import { read, write, type Instance } from "./instance-identity.js";
import type { ModelMeta } from "./meta.js";

/** What a row is known by, or refers to another by: a column, or several that stand together. */
export type Key = ColumnMeta | ColumnRow;

/** Several columns of a model that stand together, as one value: a list with a value for each. */
export class ColumnRow {
  readonly kind = "row";
  readonly codec: Codec;
  readonly null: boolean;

  constructor(
    readonly model: ModelMeta,
    readonly columns: readonly ColumnMeta[],
    /** In paths: `pk`, or a name that no condition can spell. */
    readonly name: string,
  ) {
    this.codec = rowOf(columns.map(({ codec }) => codec));
    this.null = columns.some((column) => column.null);
  }

  /** `OrderLine(order, line)`, for messages. */
  get label(): string {
    return `${this.model.name}(${this.columns.map(({ name }) => name).join(", ")})`;
  }
}

/** Its value on an instance: undefined where a part is not there, null where a part is. */
export function readKey(instance: Instance, key: Key): unknown {
  if (key.kind === "column") return read(instance, key.attribute);
  const values = key.columns.map(({ attribute }) => read(instance, attribute));
  return values.includes(undefined) ? undefined : values.includes(null) ? null : values;
}

/** Null is written where a column takes it: the others may belong to something else as well. */
export function writeKey(instance: Instance, key: Key, value: unknown): void {
  if (key.kind === "column") return write(instance, key.attribute, value);
  if (value === null || value === undefined) {
    for (const { attribute, null: nullable } of key.columns) if (nullable) write(instance, attribute, null);
    return;
  }
  const parts = partsIn(key, value);
  for (const [at, { attribute }] of key.columns.entries()) write(instance, attribute, parts[at]);
}

/**
 * The values of a key of several columns, in the columns' order.
 *
 * @throws InvalidValue for what is no list of as many.
 */
export function partsIn(key: ColumnRow, value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length === key.columns.length) return value as unknown[];
  throw new InvalidValue(`${key.label} takes a list of ${String(key.columns.length)} values`);
}

/** Throws for what is no value of the key: before anything is written. */
export function checkKey(key: Key, value: unknown): void {
  if (key.kind === "column") key.codec.encode(value);
  else for (const [at, part] of partsIn(key, value).entries()) key.columns[at]?.codec.encode(part);
}

/** A key as one that can be compared and looked up: two objects may be one moment, two texts one UUID. */
export function plainKey(key: Key, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (key.kind === "column") return plainValue(key, value);
  return JSON.stringify(partsIn(key, value).map((part, at) => plainPart(key.columns[at], part)));
}

function plainValue({ codec }: { readonly codec: Codec }, value: unknown): unknown {
  if (codec.plain) return codec.plain(value);
  return typeof value === "object" ? codec.encode(value) : value;
}

function plainPart(column: ColumnMeta | undefined, part: unknown): unknown {
  if (part === null || !column) return null;
  return column.codec.plain?.(part) ?? column.codec.encode(part);
}

export function sameKey(key: Key, left: unknown, right: unknown): boolean {
  return left === right || (left != null && right != null && plainKey(key, left) === plainKey(key, right));
}
