import { InvalidQuery } from "../../errors/index.js";
import type { Codec } from "../../values/index.js";
import { Expr } from "../expression/expr.js";
import { literalNode } from "../expression/literal.js";
import { widest } from "../expression/number-types.js";
import { isWrittenAsText, plainText } from "../expression/plain-text.js";
import { kindOf } from "../kind.js";

/**
 * The codec of a value that is one of several operands: the widest of numbers, else the one that all have. A plain
 * value takes the type of the expressions beside it; null where nothing tells, as beside an `sql` fragment.
 *
 * @throws InvalidQuery where they are of several kinds: PostgreSQL would refuse them, or read one as another.
 */
export function sharedCodec(name: string, values: readonly unknown[]): Codec | null {
  const codecs = values.flatMap((value) =>
    value instanceof Expr && value.node.codec ? [value.node.codec] : [],
  );
  const own = codecs.reduce<Codec | null>((shared, codec) => both(name, shared, codec), null);
  if (own === null && values.some((value) => value instanceof Expr)) return null;
  return values.reduce<Codec | null>((shared, value) => {
    const isScalar = typeof value !== "object" || value instanceof Date;
    if (!isScalar) return shared;
    const isPlain = typeof value === "string" && (shared === null || shared === plainText);
    return both(name, shared, isPlain ? plainText : literalNode(value, shared).codec);
  }, own);
}

function both(name: string, left: Codec | null, right: Codec | null): Codec | null {
  if (left === null || right === null) return left ?? right;
  const wide = widest(left, right);
  if (wide) return wide;
  if (left === plainText && isWrittenAsText(right)) return right;
  if (right === plainText && isWrittenAsText(left)) return left;
  const [one, other] = [kindOf(left), kindOf(right)];
  if (one === other) return left === plainText ? right : left;
  throw new InvalidQuery(
    `${name}() takes values of one kind, not of ${one} and ${other}: cast() one of them`,
  );
}
