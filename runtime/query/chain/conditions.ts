import { InvalidLookup, UndefinedValue } from "../../errors/index.js";
import { isInstance } from "../../meta/instance-identity.js";
import { boolean } from "../../values/index.js";
import { every, isEmpty } from "../expression/conditions.js";
import { Expr } from "../expression/expr.js";
import { junctionNode, type Node } from "../expression/node.js";
import { refsIn } from "../expression/refs.js";
import { settled } from "../expression/settled.js";
import { keywords } from "../keywords.js";
import { annotationsOf, type QueryState } from "../state.js";

/** The arguments of `filter`, `exclude`, `get`: keyword objects, expressions, or functions of the references. */
export function conditionsOf(state: QueryState, conditions: readonly unknown[]): Node | null {
  const nodes = conditions.flatMap((condition) => {
    const node = conditionOf(state, condition);
    if (node === null) return [];
    // As Django's Q objects, each is a group of its own: it decides about its joins before the next one is read.
    return conditions.length > 1 ? junctionNode("and", [node], boolean) : node;
  });
  return nodes.length === 0 ? null : every(nodes);
}

function conditionOf(state: QueryState, condition: unknown): Node | null {
  const { model } = state;
  if (condition === undefined) {
    throw new UndefinedValue(`${model.name}: a condition is undefined: leave it out, or say .all()`);
  }
  if (condition instanceof Expr) return isEmpty(condition.node) ? null : settled(condition.node, state);
  if (typeof condition === "function") {
    return conditionOf(state, (condition as (f: object) => unknown)(refsIn(state)));
  }
  if (
    typeof condition !== "object" ||
    condition === null ||
    Array.isArray(condition) ||
    isInstance(condition)
  ) {
    throw new InvalidLookup(
      `${model.name}: a condition is an object such as { id: 3 } or an expression such as ${model.name}.f.id.eq(3)`,
    );
  }
  const node = keywords(model, condition, annotationsOf(state));
  return node && settled(node, state);
}
