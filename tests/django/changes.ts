import type { End, Expr } from "./chain.js";
import type { Dice } from "./dice.js";
import { ownColumn } from "./expressions.js";
import type { Scope } from "./scope.js";
import { at } from "./shelf.js";

/** Columns that may be set to anything of their kind. */
const free: Readonly<Record<string, readonly string[]>> = {
  Author: ["name", "born"],
  Book: ["pages", "rating", "published"],
  Category: ["name"],
  Profile: ["biography", "website"],
  Publisher: ["city"],
  Review: ["reviewer", "body"],
};

/** An end that writes: a column set to something of its kind, or a deletion. */
export function change(dice: Dice, scope: Scope): End {
  const names = free[scope.model] ?? [];
  if (names.length === 0 || dice.chance(40)) return { kind: "delete" };
  const name = dice.pick(names);
  const kind = at(dice.shelf, scope.model, []).columns[name] ?? "text";
  const column = ownColumn(dice, scope, kind);
  const value: Expr =
    kind === "number"
      ? {
          kind: "arithmetic",
          op: dice.pick(["add", "mul", "sub"]),
          left: column,
          right: { kind: "value", value: dice.int(1, 4) },
        }
      : kind === "text"
        ? { kind: "call", name: dice.pick(["lower", "upper", "trim"]), of: [column] }
        : column;
  return { kind: "update", set: { [name]: value } };
}
