import type { Chain, Expr, Step, Where } from "./chain.js";
import type { Dice } from "./dice.js";
import { scalar } from "./expressions.js";
import { askable, scopeOf, type Scope } from "./scope.js";
import { at, paths, type Kind } from "./shelf.js";
import { lookupsOf, storedOf, valueFor } from "./values.js";

/** A condition: leaves under and, or and not. */
export function condition(dice: Dice, scope: Scope, depth: number): Where {
  const chosen = dice.int(0, 99);
  if (depth > 0 && chosen < 14) return { kind: "not", part: condition(dice, scope, depth - 1) };
  if (depth > 0 && chosen < 40) {
    const parts = Array.from({ length: dice.int(2, 3) }, () => condition(dice, scope, depth - 1));
    return { kind: dice.pick(["and", "or"]), parts };
  }
  if (scope.depth === 0 && chosen < 46) return { kind: "exists", of: tied(dice, scope) };
  const named = askable(scope);
  if (named.length > 0 && chosen < 60) return namedLeaf(dice, scope, dice.pick(named));
  return pathLeaf(dice, scope);
}

/** A `filter()` or `exclude()` call. */
export function narrowing(dice: Dice, scope: Scope): Step {
  const kind = dice.chance(70) ? "filter" : "exclude";
  const further = dice.chance(20) ? [condition(dice, scope, 1)] : [];
  return { kind, where: [condition(dice, scope, 2), ...further] };
}

/** A condition on what the query has named. */
export function namedLeaf(dice: Dice, scope: Scope, name: string): Where {
  const kind = scope.names.get(name)?.kind ?? "number";
  const asText = (lookup: string) => lookup === "contains" || lookup === "startswith";
  const lookup = dice.pick(lookupsOf[kind].filter((each) => kind === "text" || !asText(each)));
  return leaf(dice, scope, [name], kind, lookup, storedOf(dice.shelf, kind));
}

function pathLeaf(dice: Dice, scope: Scope): Where {
  const far = dice.chance(10) ? 3 : 2;
  const path = dice.pick(paths(dice.shelf, scope.model, scope.depth === 0 ? far : 1));
  return path.length > 0 && dice.chance(20) ? relationLeaf(dice, scope, path) : columnLeaf(dice, scope, path);
}

function columnLeaf(dice: Dice, scope: Scope, path: readonly string[]): Where {
  const { column, kind, lookup, stored } = anyColumn(dice, scope.model, path);
  return leaf(dice, scope, [...path, column], kind, lookup, stored);
}

/** A condition that leads nowhere: a column and a value. */
export function plainLeaf(dice: Dice, model: string): Where {
  const { column, kind, lookup, stored } = anyColumn(dice, model, []);
  return {
    kind: "leaf",
    key: keyOf([column], lookup),
    value: { plain: valueFor(dice, kind, lookup, stored) },
  };
}

/** A column at the end of a path, a lookup that it takes, and what is stored in it. */
function anyColumn(dice: Dice, model: string, path: readonly string[]) {
  const { columns, rows } = at(dice.shelf, model, path);
  const [column, kind] = dice.pick(Object.entries(columns));
  const stored = rows.map((row) => row[column]).filter((value) => value != null);
  return { column, kind, lookup: dice.pick(lookupsOf[kind]), stored };
}

function leaf(
  dice: Dice,
  scope: Scope,
  path: readonly string[],
  kind: Kind,
  lookup: string,
  stored: readonly unknown[],
): Where {
  const key = keyOf(path, lookup);
  const compares = ["exact", "gt", "gte", "lt", "lte"].includes(lookup);
  if (compares && !["timestamp", "boolean", "json"].includes(kind) && dice.chance(20)) {
    return {
      kind: "leaf",
      key,
      value: { expr: scalar(dice, { ...scope, depth: scope.depth + 1 }, kind, 1) },
    };
  }
  if (lookup === "in" && scope.depth === 0 && dice.chance(30)) {
    return { kind: "leaf", key, value: { chain: listed(dice, kind) } };
  }
  return { kind: "leaf", key, value: { plain: valueFor(dice, kind, lookup, stored) } };
}

/** A query that gives one column, or one number of each of its groups: what `in` takes. */
function listed(dice: Dice, kind: Kind): Chain {
  const having = Object.values(dice.shelf).filter(({ columns }) => Object.values(columns).includes(kind));
  const { name: model, columns } = dice.pick(having);
  const names = Object.keys(columns).filter((name) => columns[name] === kind);
  const steps: Step[] = dice.chance(60) ? [narrowing(dice, scopeOf(model, 1))] : [];
  if (kind === "number" && dice.chance(30)) {
    const to: Expr = { kind: "aggregate", name: "count", of: null, distinct: false, filter: null };
    steps.push(
      { kind: "orderBy", names: [] },
      { kind: "values", names: [dice.pick(Object.keys(columns).filter((name) => columns[name] !== "json"))] },
      { kind: "annotate", name: "n8", to },
    );
    if (dice.chance(40))
      steps.push({ kind: "filter", where: [{ kind: "leaf", key: "n8__gt", value: { plain: 1 } }] });
    return { model, steps: [...steps, { kind: "values", names: ["n8"] }] };
  }
  if (dice.chance(30)) {
    steps.push(
      { kind: "orderBy", names: [dice.pick(["id", "-id"])] },
      { kind: "values", names: [dice.pick(names)] },
    );
    return { model, steps: [...steps, { kind: "slice", offset: dice.int(0, 2), limit: dice.int(1, 4) }] };
  }
  const distinct: Step[] = dice.chance(20) ? [{ kind: "distinct", names: [] }] : [];
  return { model, steps: [...steps, { kind: "values", names: [dice.pick(names)] }, ...distinct] };
}

/** A condition on a relation itself. */
function relationLeaf(dice: Dice, scope: Scope, path: readonly string[]): Where {
  const lookup = dice.pick(["exact", "in", "isnull", "pk", "null", "gt", "queryset"] as const);
  const plain = (name: string, value: unknown): Where => ({
    ...{ kind: "leaf", key: keyOf(path, name), value: { plain: value } },
  });
  switch (lookup) {
    case "in":
      return plain("in", dice.some([1, 2, 3, 4, 5], 1, 3));
    case "isnull":
      return plain("isnull", dice.chance(50));
    case "null":
      return plain("exact", null);
    case "queryset": {
      const model = at(dice.shelf, scope.model, path).name;
      const chain: Chain = { model, steps: [narrowing(dice, scopeOf(model, scope.depth + 1))] };
      return { kind: "leaf", key: keyOf(path, "in"), value: { chain } };
    }
    default:
      return plain(lookup, dice.int(1, 8));
  }
}

function keyOf(path: readonly string[], lookup: string): string {
  return [...path, ...(lookup === "exact" ? [] : [lookup])].join("__");
}

/** Model, its path, and the path around: what a subquery of a model is tied to its query by. */
const ties: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  Author: [
    ["Book", "author", "id"],
    ["Profile", "author", "id"],
  ],
  Book: [
    ["Review", "book", "id"],
    ["Tag", "books", "id"],
    ["Author", "books", "id"],
    ["Book", "author", "author"],
  ],
  Publisher: [["Book", "publisher", "id"]],
  Tag: [["Book", "tags", "id"]],
  Review: [
    ["Book", "id", "book"],
    ["Review", "book", "book"],
  ],
  Category: [
    ["Category", "parent", "id"],
    ["Category", "id", "parent"],
  ],
  Profile: [
    ["Author", "id", "author"],
    ["Book", "author__profile", "id"],
  ],
};

/** A query tied to the one around it by a relation's key. */
export function tied(dice: Dice, scope: Scope): Chain {
  const [model, key, path] = dice.pick(ties[scope.model] ?? []);
  const outer: Step = {
    kind: "filter",
    where: [{ kind: "leaf", key, value: { expr: { kind: "outer", path } } }],
  };
  const further = dice.chance(60) ? [narrowing(dice, scopeOf(model, scope.depth + 1))] : [];
  return { model, steps: [outer, ...further] };
}
