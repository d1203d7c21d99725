import type { Expr } from "./chain.js";
import { condition } from "./conditions.js";
import type { Dice } from "./dice.js";
import { ownColumn, path, scalar } from "./expressions.js";
import { withoutAggregates, type Scope } from "./scope.js";
import { paths, type Kind } from "./shelf.js";

export interface Typed {
  readonly expr: Expr;
  readonly kind: Kind;
}

/** A function over the rows of a group. */
export function aggregate(dice: Dice, scope: Scope): Typed {
  const plain = withoutAggregates(scope);
  const inside: Scope = { ...scope, names: new Map(), depth: scope.depth + 1 };
  const filter = dice.chance(25) ? condition(dice, inside, 1) : null;
  const make = (name: string, of: Expr | null, kind: Kind, distinct = false): Typed => ({
    ...{ expr: { kind: "aggregate", name, of, distinct, filter }, kind },
  });
  switch (
    dice.pick(["rows", "count", "count", "count", "sum", "sum", "avg", "least", "texts", "spread", "truth"])
  ) {
    case "rows":
      return {
        expr: { kind: "aggregate", name: "count", of: null, distinct: false, filter: null },
        kind: "number",
      };
    case "count":
      return make("count", counted(dice, plain), "number", dice.chance(25));
    case "sum":
    case "avg": {
      const kind = dice.pick(["number", "decimal"] as const);
      return make(dice.pick(["sum", "avg"]), scalar(dice, plain, kind, 1), kind, dice.chance(25));
    }
    case "texts": {
      const of = path(dice, plain, "text");
      const name = dice.pick(["stringAgg", "arrayAgg"]);
      return {
        expr: { kind: "aggregate", name, of, distinct: dice.chance(25), filter, orderBy: of },
        kind: "json",
      };
    }
    case "spread":
      return make(dice.pick(["stddev", "variance"]), path(dice, plain, "number"), "number");
    case "truth":
      return make(
        dice.pick(["boolAnd", "boolOr"]),
        { kind: "condition", where: condition(dice, plain, 1) },
        "boolean",
      );
    default: {
      const kind = dice.pick(["number", "text", "date", "decimal"] as const);
      return make(dice.pick(["min", "max"]), scalar(dice, plain, kind, 1), kind);
    }
  }
}

/** Relations are counted more often than values. */
function counted(dice: Dice, scope: Scope): Expr {
  if (!dice.chance(60)) return scalar(dice, scope, dice.pick(["number", "text"]), 1);
  const ways = paths(dice.shelf, scope.model, 2).filter((way) => way.length > 0);
  return { kind: "path", path: dice.pick(ways).join("__") };
}

const places = ["rowNumber", "rank", "denseRank", "percentRank", "cumeDist"];
const framed = ["sum", "count", "firstValue", "lastValue"];

/** A function over the rows around a row. */
export function windowed(dice: Dice, scope: Scope): Typed {
  const name = dice.pick([...places, ...framed, "lag", "lead"]);
  const of = places.includes(name) ? null : ownColumn(dice, scope, "number");
  const partitionBy = dice.chance(50) ? [path(dice, scope, dice.pick(["text", "number"]))] : [];
  const orderBy: Expr[] = [{ kind: "path", path: "id" }];
  const frame =
    framed.includes(name) && dice.chance(40)
      ? ([dice.pick([null, -2, -1, 0]), dice.pick([0, 1, null])] as const)
      : null;
  return { expr: { kind: "window", name, of, partitionBy, orderBy, frame }, kind: "number" };
}
