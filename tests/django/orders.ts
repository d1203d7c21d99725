import type { Step } from "./chain.js";
import type { Dice } from "./dice.js";
import { anyKind, fieldPath, scalar } from "./expressions.js";
import { askable, type Scope } from "./scope.js";
import { paths } from "./shelf.js";

/** An order in which each row has its one place; or none. */
export function orders(dice: Dice, scope: Scope): Step[] {
  if (dice.chance(60)) {
    const names = dice.some([...fields(dice, scope.model, 2), ...askable(scope)], 0, 2);
    if (dice.chance(12)) names.push(relation(dice, scope.model));
    const signed = names.map((name) => (dice.chance(50) ? `-${name}` : name));
    return [{ kind: "orderBy", names: [...signed, dice.pick(["id", "-id", "pk"])] }];
  }
  if (!dice.chance(15)) return [];
  const by = scalar(dice, scope, anyKind(dice), 1);
  return [
    { kind: "orderByExpr", by, descending: dice.chance(50), nulls: dice.pick(["first", "last", null]) },
  ];
}

/** Columns here and beyond relations, and now and then a part of one. */
export function fields(dice: Dice, model: string, many: number): string[] {
  return Array.from({ length: many }, () => {
    if (dice.chance(8))
      return `${fieldPath(dice, model, "date")}__${dice.pick(["year", "month", "quarter"])}`;
    return fieldPath(dice, model, dice.pick(["number", "text", "date", "decimal"] as const));
  });
}

/** A relation, which stands for the order of its model, or for its key. */
export function relation(dice: Dice, model: string): string {
  return dice.pick(paths(dice.shelf, model, 2).filter((way) => way.length > 0)).join("__");
}
