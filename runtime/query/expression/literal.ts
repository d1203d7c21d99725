import { InvalidValue, UndefinedValue } from "../../errors/index.js";
import { boolean, float8, int4, int8, text, timestamptz, type Codec } from "../../values/index.js";
import { Expr } from "./expr.js";
import { paramNode, type Node } from "./node.js";
import { numeric } from "./number-types.js";

const integer = int8({ as: "number" });
const big = int8({ as: "bigint" });
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
      if (value === undefined) throw new UndefinedValue("Expected a value or an expression, got undefined");
      throw new InvalidValue("Expected a string, number, bigint, boolean, Date or expression");
  }
}

/** A plain value beside an operand: it takes the operand's type where that can hold it. */
export function literalNode(value: unknown, beside: Codec | null): Node {
  if (value instanceof Expr) return value.node;
  if (beside === null) {
    const codec = codecOfValue(value);
    return paramNode(codec, codec.encode(value));
  }
  // Beside a choice stands any text: it is compared, not stored.
  if (beside.oid === text.oid) return paramNode(text, text.encode(value as string));
  if (typeof value !== "number") return paramNode(beside, beside.encode(value));
  if (beside.dbType === "numeric") return paramNode(numeric, String(value));
  if (/^int[24]$/.test(beside.dbType) || (beside.dbType === "int8" && !Number.isInteger(value))) {
    const codec = codecOfValue(value);
    return paramNode(codec, codec.encode(value));
  }
  return paramNode(beside, beside.encode(value));
}
