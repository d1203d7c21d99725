import { InvalidValue, UndefinedValue } from "../../errors/index.js";
import {
  arrayOf,
  boolean,
  bytes,
  decimal,
  float8,
  int4,
  int8,
  text,
  timestamptz,
  type Codec,
} from "../../values/index.js";
import { Expr } from "./expr.js";
import { paramNode, type Node } from "./node.js";
import { readAs } from "./plain-text.js";
import { numeric, widest } from "./number-types.js";

const integer = int8({ as: "number" });
const big = int8({ as: "bigint" });
/** A decimal that a program reads as a number. */
const inexact = decimal({ as: "number" });
const INT4 = 2 ** 31;

/** The codec that a JavaScript value asks for by itself, where no column says more. */
export function codecOfValue(value: unknown): Codec {
  switch (typeof value) {
    case "string":
      return text;
    case "boolean":
      return boolean;
    case "bigint":
      return big;
    case "number":
      return !Number.isInteger(value) ? float8 : Math.abs(value) < INT4 ? int4 : integer;
    default:
      if (value instanceof Date) return timestamptz;
      if (value instanceof Uint8Array) return bytes;
      if (Array.isArray(value)) return arrayOf(codecOfItems(value));
      if (value === undefined) throw new UndefinedValue("Expected a value or an expression, got undefined");
      throw new InvalidValue(
        "Expected a string, number, bigint, boolean, Date, Uint8Array, list of them or expression",
      );
  }
}

/** The one codec of several plain values: numbers are of the widest. */
function codecOfItems(items: readonly unknown[]): Codec {
  const codecs = items.filter((item) => item !== null).map(codecOfValue);
  return codecs.reduce((wide, codec) => widest(wide, codec) ?? wide, codecs[0] ?? text);
}

/** An empty list is of any type: PostgreSQL infers it from where it stands. */
export const emptyList: Codec<unknown[]> = { ...arrayOf(text), oid: 0 };

const NUMERAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** A plain value beside an operand: it takes the operand's type where that can hold it. */
export function literalNode(value: unknown, beside: Codec | null): Node {
  if (value instanceof Expr) return readAs(value.node, beside);
  if (beside === null) {
    const codec = codecOfValue(value);
    return paramNode(codec, codec.encode(value));
  }
  // Beside a choice stands any text: it is compared, not stored.
  if (beside.oid === text.oid) return paramNode(text, text.encode(value as string));
  // A decimal is text; beside an integer or a float it stands as the decimal that it is.
  if (typeof value === "string" && NUMERAL.test(value) && /^(?:int[248]|float8)$/.test(beside.dbType))
    return paramNode(numeric, numeric.encode(value));
  if (typeof value === "bigint" && beside !== big) return besideNumber(value, beside);
  if (typeof value !== "number") return paramNode(beside, beside.encode(value));
  if (beside.dbType === "numeric")
    return paramNode(beside.name === numeric.name ? numeric : inexact, String(value));
  // Beside a bigint, too: what a program counts by are numbers.
  if (beside.dbType === "int8" && Number.isInteger(value)) return paramNode(integer, integer.encode(value));
  if (/^int[24]$/.test(beside.dbType) || (beside.dbType === "int8" && !Number.isInteger(value))) {
    const codec = codecOfValue(value);
    return paramNode(codec, codec.encode(value));
  }
  return paramNode(beside, beside.encode(value));
}

/** A bigint beside an integer makes bigints, beside a decimal or a float what stands there. */
function besideNumber(value: bigint, beside: Codec): Node {
  if (/^int[248]$/.test(beside.dbType)) return paramNode(big, big.encode(value));
  if (/^(?:numeric|float8)$/.test(beside.dbType)) return paramNode(beside, String(value));
  return paramNode(beside, beside.encode(value));
}
