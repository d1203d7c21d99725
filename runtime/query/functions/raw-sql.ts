import { InvalidValue } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import { markForeign } from "../compile/foreign.js";
import { codecOfValue, emptyList } from "../expression/literal.js";
import { Expr } from "../expression/expr.js";
import { paramNode, pathNode, sqlNode, type Node } from "../expression/node.js";
import type { Codec } from "../../values/index.js";
import { isSubselect, scalarOf } from "../subselect.js";

function operand(value: unknown): Node {
  if (value instanceof Expr) return value.node;
  if (isSubselect(value)) return scalarOf(value);
  if (value === null) return sqlNode(["null"], [], null);
  if (Array.isArray(value) && value.length === 0) return paramNode(emptyList, emptyList.encode([]));
  const codec = codecOfValue(value);
  return sqlNode(["", `::${codec.dbType}`], [paramNode(codec, codec.encode(value))], codec);
}

/**
 * SQL of your own, with values and expressions in its gaps; values are bound, never written into the text.
 *
 * ```ts
 * Book.objects.annotate({ short: sql<string>`left(${Book.f.title}, ${10})` })
 * // select …, left("library_book"."title", $1::int4) …
 * ```
 *
 * @throws InvalidValue for a value that is neither an expression, a queryset nor a plain value.
 */
export function sql<T = unknown>(fragments: TemplateStringsArray, ...values: readonly unknown[]): Of<T> {
  if (!Array.isArray(fragments) || !("raw" in fragments)) {
    throw new InvalidValue("sql is a tag: write sql`…`, so that values stay apart from the text");
  }
  return new Expr(
    sqlNode(markForeign([...(fragments as readonly string[])]), values.map(operand), null),
  ) as never;
}

/** A function of the database under its own name: `func<number>("similarity")(Book.f.title, "x")`. */
export function func<T>(name: string): (...operands: readonly unknown[]) => Of<T> {
  if (!/^[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)?$/.test(name)) {
    throw new InvalidValue("func() takes the name of a function, with its schema if need be");
  }
  return (...operands) => {
    const gaps =
      operands.length === 0 ? [`${name}()`] : [`${name}(`, ...operands.slice(1).map(() => ", "), ")"];
    return new Expr(sqlNode(markForeign(gaps), operands.map(operand), null)) as never;
  };
}

/** A name made by `annotate()`, untyped: `ref("n")`. */
export function ref<T = unknown>(name: string, codec: Codec | null = null): Of<T> {
  return new Expr(pathNode(name.split("__"), codec, null)) as never;
}
