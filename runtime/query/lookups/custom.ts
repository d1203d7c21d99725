import type { OperationNode } from "kysely";
import { InvalidLookup, knownOptions, oneOf } from "../../errors/index.js";
import type { Kind } from "../../types/model-type.js";
import type { Expression } from "../../types/index.js";
import { text } from "../../values/index.js";
import { bindingOf } from "../compile/binding.js";
import { keyword, parenthesised } from "../compile/fragment.js";
import { conjunct } from "../compile/conditions/where.js";
import { detachedSql } from "../compile/detached-sql.js";
import { Expr } from "../expression/expr.js";
import { castCodec, type CastType } from "../expression/cast-types.js";
import { NO_FACTS } from "../expression/facts.js";
import type { Node } from "../expression/node.js";
import { addLookup, addTransform } from "./registry.js";
import { operand } from "./operand.js";
import type { Sql } from "./sql.js";

export interface LookupDefinition {
  /** The kinds of column that it compares; any where it is not given. */
  readonly on?: readonly Kind[];
  /** What the right-hand side is encoded as: the column's own type, or text. */
  readonly value?: "same" | "text";
  /** The condition: made with the `sql` tag around both sides. */
  readonly condition: (left: Expression, right: Expression) => Expression;
}

/**
 * Adds a lookup of your own, for keyword conditions.
 *
 * ```ts
 * registerLookup("not_equal", { condition: (left, right) => sql`${left} <> ${right}` });
 * Book.objects.filter({ title__not_equal: "Django" });   // … where "title" <> $1
 * ```
 *
 * Its name becomes known to the type checker by augmenting `CustomLookups`. It takes part in joins, negation and
 * relations to many rows as the built-in lookups do.
 *
 * @throws InvalidLookup where the name is taken or no plain word.
 * https://docs.djangoproject.com/en/stable/howto/custom-lookups/
 */
export function registerLookup(name: string, definition: LookupDefinition): void {
  knownOptions("registerLookup()", definition, ["on", "value", "condition"]);
  oneOf("value of registerLookup()", definition.value, ["same", "text"]);
  addLookup({
    name,
    kinds: definition.on ?? null,
    operands: (left, value) => [operand(definition.value === "text" ? text : left, value)],
    sql: (left, [right]) => around(definition, left, right ?? left),
  });
}

function around({ condition }: LookupDefinition, left: Sql, right: Sql): OperationNode {
  const made: unknown = condition(exprOf(left), exprOf(right));
  if (!(made instanceof Expr)) throw new InvalidLookup("a lookup's condition is an expression: use sql`…`");
  return conjunct(made.node, detachedSql(made.node));
}

export interface TransformDefinition {
  /** The kinds of column that it transforms; any where it is not given. */
  readonly on?: readonly Kind[];
  /** What it gives, where the expression does not tell: the column's own type if not said. */
  readonly output?: CastType;
  /** What it makes of the column: functions of ormgen's, or the `sql` tag. */
  readonly expression: (of: Expression) => Expression;
}

/**
 * Adds a transform of your own, for keyword conditions, `orderBy` and `values`: lookups and further transforms may
 * follow it.
 *
 * ```ts
 * registerTransform("initial", { on: ["text"], expression: (of) => left(of, 1) });
 * Book.objects.filter({ title__initial__in: ["D", "E"] });   // … where left("title", $1::int4) = any($2)
 * ```
 *
 * Its name becomes known to the type checker by augmenting `CustomTransforms` with the type of what it gives.
 *
 * @throws InvalidLookup where the name is taken or no plain word.
 * https://docs.djangoproject.com/en/stable/howto/custom-lookups/#a-transformer-example
 */
export function registerTransform(name: string, definition: TransformDefinition): void {
  knownOptions("registerTransform()", definition, ["on", "output", "expression"]);
  const { on = kinds, output } = definition;
  const said = output === undefined ? null : castCodec(output);
  addTransform({
    name,
    kinds: on,
    output: (of) => said ?? made(definition, { node: keyword("null"), codec: of }).codec ?? of,
    sql(of) {
      const node = made(definition, of);
      const sql = detachedSql(node);
      return bindingOf(node) === "whole" ? sql : parenthesised(sql);
    },
  });
}

function made({ expression }: TransformDefinition, of: Sql): Node {
  const given: unknown = expression(exprOf(of));
  if (given instanceof Expr) return given.node;
  throw new InvalidLookup("a transform gives an expression: use sql`…`");
}

const kinds: readonly Kind[] = [
  ...(["text", "number", "decimal", "boolean", "date", "time", "timestamp", "interval"] as const),
  ...(["uuid", "json", "bytes", "array", "range", "inet", "hstore", "custom"] as const),
];

function exprOf({ node, codec }: Sql): Expression {
  return new Expr({
    kind: "resolved",
    sql: node,
    key: "",
    params: [],
    codec,
    facts: NO_FACTS,
  }) as unknown as Expression;
}
