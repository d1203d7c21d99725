import { InvalidValue, UndefinedValue, withArticle } from "../../errors/index.js";
import { arrayOf, comparable, itemsOf, text, type Codec } from "../../values/index.js";
import { Expr } from "../expression/expr.js";
import { paramNode, sqlNode, type Node } from "../expression/node.js";
import { readAs } from "../expression/plain-text.js";
import { kindOf } from "../kind.js";
import { isComputed } from "../computed.js";
import { isSubselect, rowsOf, scalarOf } from "../subselect.js";

/** A value, an expression or a queryset of one value as an operand. */
export function operand(codec: Codec, value: unknown): Node {
  if (value instanceof Expr) {
    if (value.node.codec !== null && kindOf(value.node.codec) === "row")
      throw new InvalidValue(
        `a key of several columns is compared with keys alone, not with ${withArticle(codec.name)}`,
      );
    return readAs(value.node, codec);
  }
  if (isSubselect(value)) return scalarOf(value);
  if (Array.isArray(value) && value.some(isComputed)) return computedList(codec, value);
  const compared = inferred(comparable(codec, [value]));
  return exactOperand(compared, value);
}

/** An array some of whose items the database computes. */
function computedList(codec: Codec, values: readonly unknown[]): Node {
  const items = itemsOf(codec);
  if (items === null)
    throw new InvalidValue(`Expected ${withArticle(codec.name)}, got a list of expressions`);
  const nodes = values.map((item) => (item === null ? NULL : operand(items, item)));
  return sqlNode(
    ["array[", ...nodes.slice(1).map(() => ", "), `]::${codec.dbType}`],
    nodes,
    computedAs(codec),
  );
}

/** Texts that were made an array, beside a column that may be one of varchar: `alike()` casts it. */
export const computedTexts: Codec = { ...arrayOf(text) };

/** The codec of an array that the database makes beside a column of another. */
export function computedAs(column: Codec): Codec {
  return column.dbType === "text[]" ? computedTexts : column;
}

const NULL = sqlNode(["null"], [], null);

/** The same, of the codec's own values alone. */
export function exactOperand(codec: Codec, value: unknown): Node {
  if (isComputed(value)) return operand(codec, value);
  if (value === null) throw new InvalidValue("null stands only under exact and in: use { …__isnull: true }");
  return paramNode(codec, codec.encode(value));
}

/** An array of texts may be one of varchar in the database, which has no operators with text[]: PostgreSQL infers it. */
function inferred(codec: Codec): Codec {
  if (codec.dbType !== "text[]") return codec;
  let made = untyped.get(codec);
  if (!made) untyped.set(codec, (made = { ...codec, oid: 0 }));
  return made;
}

const untyped = new WeakMap<Codec, Codec>();

export function textOperand(value: unknown): Node {
  return operand(text, value);
}

/** `%`, `_` and `\` in the value stand for themselves. */
export function patternOperand(value: unknown, before: string, after: string): Node {
  if (value instanceof Expr) {
    const fragments = [
      `${before === "" ? "" : "'%' || "}replace(replace(replace((`,
      `)::text, '\\', '\\\\'), '%', '\\%'), '_', '\\_')${after === "" ? "" : " || '%'"}`,
    ];
    return sqlNode(fragments, [value.node], text);
  }
  if (typeof value === "number" || typeof value === "bigint")
    return patternOperand(String(value), before, after);
  const plain = text.encode(value as string);
  return paramNode(text, `${before}${plain.replace(/[\\%_]/g, "\\$&")}${after}`);
}

/** The list of an `in` as one array parameter; nulls match nothing and are left out, as in Django. */
export function listOperand(codec: Codec, value: unknown): readonly Node[] {
  if (isSubselect(value)) return [rowsOf(value)];
  const items = iterate(value);
  // An array of arrays would be one array of more dimensions, an empty one equal to every empty row.
  const apart = ["array", "json", "hstore"].includes(kindOf(codec));
  if (apart || items.some((item) => item instanceof Expr)) {
    return items.filter((item) => item !== null).map((item) => operand(codec, item));
  }
  const defined = items.filter((item) => item !== null);
  const list = arrayOf(comparable(codec, defined));
  if (defined.includes(undefined)) throw new UndefinedValue("The list of an 'in' holds undefined");
  return [paramNode(list, list.encode(defined))];
}

function iterate(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (value === undefined) throw new UndefinedValue("'in' takes a list, got undefined");
  throw new InvalidValue("'in' takes an array, a Set or a queryset");
}

export function pairOperand(codec: Codec, value: unknown): readonly Node[] {
  if (!Array.isArray(value) || value.length !== 2)
    throw new InvalidValue("'range' takes an array of two values");
  return (value as unknown[]).map((item) => operand(codec, item));
}
