import { arrayDecoder } from "./array-decoder.js";
import type { Codec } from "./codec.js";
import { inexact, refuse } from "./refuse.js";

/** PostgreSQL keeps no type of its own for arrays of arrays: `int4[][]` is `int4[]`. */
const ITEMS = Symbol("items");
/** Built-in types whose text never needs quotes: bool, int8, int2, int4, float4, float8, numeric. */
const BARE = new Set([16, 20, 21, 23, 700, 701, 1700]);

interface ArrayCodec<T> extends Codec<(T | null)[]> {
  readonly [ITEMS]: Codec<T>;
}

const made = new WeakMap<Codec, Codec>();

/**
 * An array of any dimensions: `arrayOf(arrayOf(int4))` is `number[][]`.
 *
 * Items may be null, inner arrays may not; inner arrays have equal lengths and are not empty, as
 * PostgreSQL's arrays are boxes.
 */
export function arrayOf<T>(items: Codec<T>): Codec<(T | null)[]> {
  const known = made.get(items);
  if (known !== undefined) return known as Codec<(T | null)[]>;
  const codec = make(items);
  made.set(items, codec);
  return codec;
}

/** The codec of an array's items; null for what is no array. */
export function itemsOf(codec: Codec): Codec | null {
  return ITEMS in codec ? (codec as ArrayCodec<unknown>)[ITEMS] : null;
}

function make<T>(items: Codec<T>): Codec<(T | null)[]> {
  const leaf = leafOf(items);
  const dbType = `${leaf.dbType}[]`;
  const codec: ArrayCodec<T> = {
    name: `array of ${items.name}`,
    dbType,
    oid: ARRAY_OIDS.get(leaf.oid) ?? 0,
    [ITEMS]: items,
    encode(value) {
      return written(value, codec, BARE.has(leaf.oid));
    },
    decode: arrayDecoder(leaf) as Codec<(T | null)[]>["decode"],
  };
  return codec;
}

function leafOf(codec: Codec): Codec {
  return ITEMS in codec ? leafOf((codec as ArrayCodec<unknown>)[ITEMS]) : codec;
}

function written(value: unknown, codec: ArrayCodec<unknown>, bare: boolean): string {
  if (!Array.isArray(value)) refuse(`an array (${codec.dbType})`, value);
  const items = codec[ITEMS];
  if (ITEMS in items) {
    const inner = value as unknown[];
    checkBox(inner, codec.dbType);
    return `{${inner.map((item) => written(item, items as ArrayCodec<unknown>, bare)).join(",")}}`;
  }
  let text = "{";
  for (const item of value as unknown[]) {
    if (text.length > 1) text += ",";
    if (item === null) text += "NULL";
    else text += bare ? items.encode(item) : quoted(items.encode(item));
  }
  return `${text}}`;
}

function checkBox(rows: readonly unknown[], dbType: string): void {
  const first = rows[0];
  if (rows.length === 0) return;
  const shape = shapeOf(first, dbType);
  for (const row of rows) {
    if (shapeOf(row, dbType) !== shape) inexact(`The inner arrays of ${dbType} must have equal lengths`);
  }
  if (/(?:^|x)0(?:x|$)/.test(shape))
    inexact(`The inner arrays of ${dbType} must not be empty: PostgreSQL would not keep them`);
}

/** `2x3`: lengths along the first items; the recursion of `written` checks the others. */
function shapeOf(value: unknown, dbType: string): string {
  if (!Array.isArray(value)) refuse(`an inner array (${dbType})`, value);
  const first: unknown = value[0];
  return Array.isArray(first) ? `${String(value.length)}x${shapeOf(first, dbType)}` : String(value.length);
}

/** Characters that mean themselves in an array: no delimiter, no white space, no brace. */
const PLAIN = new Uint8Array(128);
for (const character of "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.:+")
  PLAIN[character.charCodeAt(0)] = 1;

/** Half the time that a pattern takes, and a thousand rows have thousands of items. */
function isPlain(item: string): boolean {
  for (let at = 0; at < item.length; at++) if (PLAIN[item.charCodeAt(at)] !== 1) return false;
  return item.length > 0 && !(item.length === 4 && item.toLowerCase() === "null");
}

function quoted(item: string): string {
  if (isPlain(item)) return item;
  return item.includes('"') || item.includes("\\") ? `"${item.replace(/["\\]/g, "\\$&")}"` : `"${item}"`;
}

/** From the OID of a built-in type to that of its array. */
export const ARRAY_OIDS: ReadonlyMap<number, number> = new Map([
  [16, 1000],
  [17, 1001],
  [18, 1002],
  [19, 1003],
  [20, 1016],
  [21, 1005],
  [23, 1007],
  [25, 1009],
  [26, 1028],
  [114, 199],
  [650, 651],
  [700, 1021],
  [701, 1022],
  [829, 1040],
  [869, 1041],
  [1042, 1014],
  [1043, 1015],
  [1082, 1182],
  [1083, 1183],
  [1114, 1115],
  [1184, 1185],
  [1186, 1187],
  [1266, 1270],
  [1560, 1561],
  [1562, 1563],
  [1700, 1231],
  [2950, 2951],
  [3802, 3807],
  [3904, 3905],
  [3906, 3907],
  [3908, 3909],
  [3910, 3911],
  [3912, 3913],
  [3926, 3927],
]);
