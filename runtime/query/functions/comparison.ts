import { InvalidLookup, InvalidValue } from "../../errors/index.js";
import type { Of } from "../../types/functions.js";
import type { Alike, CaseValue, OneKind, Shared, SharedValue, ValueOf } from "../../types/one-kind.js";
import type { BooleanExpression, Column, ColumnKind, Expression, Ref, Value } from "../../types/index.js";
import { text } from "../../values/index.js";
import { castCodec, type CastTypes } from "../expression/cast-types.js";
import { isEmpty } from "../expression/conditions.js";
import { Expr } from "../expression/expr.js";
import { sqlNode, type Node } from "../expression/node.js";
import { plainText } from "../expression/plain-text.js";
import { codecOfValue, literalNode } from "../expression/literal.js";
import { nodeOf } from "./aggregates.js";
import { call, operandOf, wrap } from "./scalar.js";
import { sharedCodec } from "./shared-codec.js";

type Plain = string | number | bigint | boolean | Date | Uint8Array;

/** A plain value as an expression: `value("draft")`, `value([1, 2])`, `value(null)`. */
export function value<const T extends Plain | readonly (Plain | null)[] | null>(plain: T): Of<ValueOf<T>> {
  if (plain === null) return wrap(sqlNode(["null"], [], null));
  const codec = typeof plain === "string" ? plainText : codecOfValue(plain);
  return wrap(sqlNode(["", `::${codec.dbType}`], [literalNode(plain, codec)], codec));
}

function many(name: string, values: readonly unknown[]): Expr {
  if (values.length < 2) throw new InvalidValue(`${name}() takes two operands or more`);
  const codec = sharedCodec(name, values);
  return call(
    name,
    values.map((each) => operandOf(each, codec)),
    codec,
  ) as unknown as Expr;
}

/** The first operand that is not null. */
export function coalesce<const V extends readonly unknown[]>(
  ...values: V & OneKind<V, "coalesce() takes values of one kind: cast() one of them">
): Shared<
  V[number],
  V extends readonly [...unknown[], infer L]
    ? NonNullable<SharedValue<V[number]>> | (null extends ValueOf<L> ? null : never)
    : never
> {
  return many("coalesce", values) as never;
}

/** The largest operand that is not null. */
export function greatest<const V extends readonly unknown[]>(
  ...values: V & OneKind<V, "greatest() takes values of one kind: cast() one of them">
): Shared<V[number], SharedValue<V[number]>> {
  return many("greatest", values) as never;
}

/** The smallest operand that is not null. */
export function least<const V extends readonly unknown[]>(
  ...values: V & OneKind<V, "least() takes values of one kind: cast() one of them">
): Shared<V[number], SharedValue<V[number]>> {
  return many("least", values) as never;
}

/** Null where both are equal, else the first. */
export function nullIf<
  T,
  O extends Value<NonNullable<T> | (T extends string ? string : never)>,
  E extends Expression<T>,
>(expression: E & Expression<T>, other: O): Shared<E | O, T | null> {
  return many("nullif", [expression, other]) as never;
}

/** The value as another type, with the methods of its kind: `cast(Book.f.pages, "text")` makes `("pages")::text`. */
export function cast<const T extends keyof CastTypes>(
  expression: Expression,
  type: T,
): Ref<Column<T extends ColumnKind ? T : "number", CastTypes[T] | null>> {
  const codec = castCodec(type);
  return wrap(sqlNode(["(", `)::${codec.dbType}`], [operandOf(expression)], codec)) as never;
}

type Branch<V, W> = W & Alike<V | W, "a case gives values of one kind: cast() one of them">;

/** A `case` under construction: more `when()`, then `else()`; without it the value is null. `V` is what its results are. */
export interface Case<V> extends Expression<CaseValue<V> | null> {
  when<const W>(condition: BooleanExpression, value: Branch<V, W>): Case<V | W>;
  else<const W>(value: Branch<V, W>): Shared<V | W, CaseValue<V | W>>;
}

class CaseExpr extends Expr {
  constructor(private readonly branches: readonly { readonly condition: Node; readonly value: unknown }[]) {
    super(caseNode(branches, undefined));
  }

  when(condition: unknown, result: unknown): CaseExpr {
    return new CaseExpr([...this.branches, { condition: asked(condition, "when"), value: result }]);
  }

  else(result: unknown): Expr {
    return new Expr(caseNode(this.branches, result));
  }
}

/** What a branch asks: as in Django, an empty `q({})` would hide the branches behind it. */
function asked(condition: unknown, method: string): Node {
  const node = nodeOf(condition, method);
  if (!isEmpty(node)) return node;
  throw new InvalidLookup(`${method}() takes a condition that asks something: write else() for what is left`);
}

function caseNode(branches: CaseExpr["branches"], otherwise: unknown): Node {
  const results = [...branches.map((branch) => branch.value), otherwise].filter(
    (each) => each !== undefined && each !== null,
  );
  const plain = results.find((each) => !(each instanceof Expr));
  const codec = sharedCodec("caseWhen", results) ?? (plain === undefined ? text : codecOfValue(plain));
  const result = (plain: unknown): Node =>
    plain === null || plain === undefined
      ? sqlNode([`null::${codec.dbType}`], [], codec)
      : sqlNode(["", `::${codec.dbType}`], [operandOf(plain, codec)], codec);
  const fragments = ["case when "];
  const operands: Node[] = [];
  for (const [at, branch] of branches.entries()) {
    if (at > 0) fragments[fragments.length - 1] += " when ";
    fragments.push(" then ", "");
    operands.push(branch.condition, result(branch.value));
  }
  fragments[fragments.length - 1] = " else ";
  return sqlNode([...fragments, " end"], [...operands, result(otherwise)], codec);
}

/**
 * `caseWhen(Book.f.pages.lt(100), "short").else("long")` makes `case when "pages" < $1 then $2 else $3 end`.
 * https://docs.djangoproject.com/en/stable/ref/models/conditional-expressions/
 */
export function caseWhen<const V>(condition: BooleanExpression, result: V): Case<V> {
  return new CaseExpr([{ condition: asked(condition, "caseWhen"), value: result }]) as unknown as Case<V>;
}
