import type { OperationNode } from "kysely";
import { InvalidLookup, knownOptions, oneOf } from "../../errors/index.js";
import type { Kind } from "../../types/model-type.js";
import type { Expression } from "../../types/index.js";
import { text } from "../../values/index.js";
import { conjunct } from "../compile/where.js";
import { detachedSql } from "../compile/detached-sql.js";
import { Expr } from "../expression/expr.js";
import { NO_FACTS } from "../expression/facts.js";
import { addLookup } from "./registry.js";
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
  if (!/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name)) {
    throw new InvalidLookup(`'${name}' cannot name a lookup: use lower-case words joined by one '_'`);
  }
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
