import { aggregate, windowed } from "./aggregates.js";
import type { Chain, End, Expr, Question, Step } from "./chain.js";
import { change } from "./changes.js";
import { namedLeaf, narrowing, plainLeaf } from "./conditions.js";
import type { Dice } from "./dice.js";
import { anyKind, ownColumn, scalar } from "./expressions.js";
import { fields, orders, relation } from "./orders.js";
import { askable, scopeOf, selectable, type Scope } from "./scope.js";
import { at, paths } from "./shelf.js";

const models = ["Book", "Book", "Author", "Author", "Publisher", "Tag", "Review", "Category", "Profile"];

/** A question about the library: rows of a model, groups, aggregates, loaded relations, or a change. */
export function question(dice: Dice): Question {
  const model = dice.pick(models);
  const scope = scopeOf(model);
  const conditions = times(dice.int(0, 2), () => narrowing(dice, scope));
  const chosen = dice.int(0, 99);
  if (chosen < 8) {
    if (dice.chance(25)) conditions.push(...having(dice, scope));
    return { chain: { model, steps: conditions }, end: change(dice, scope) };
  }
  if (chosen < 16) return combined(dice, model);
  if (chosen < 21 && (model === "Book" || model === "Author")) return dates(dice, model, conditions);
  if (chosen < 24) return prefetching(dice, model, conditions);
  if (chosen < 27) return related(dice, model, conditions);
  const steps = dice.chance(45) ? [...conditions, naming(dice, scope, "e0")] : conditions;
  if (chosen < 45) return grouped(dice, model, steps, scope);
  if (chosen < 55) return overall(dice, model, steps, scope);
  if (dice.chance(40)) steps.push(aggregating(dice, scope, "n1"));
  if (dice.chance(15)) steps.push(aggregating(dice, scope, "n2"));
  steps.push(...times(dice.int(0, 2), () => narrowing(dice, scope)));
  if (dice.chance(10)) steps.push(naming(dice, scope, "e3"));
  return rowsOf(dice, model, steps, scope);
}

/** A number of each row's related ones, and a condition on it. */
function having(dice: Dice, scope: Scope): Step[] {
  return [
    aggregating(dice, scope, "n0"),
    ...(askable(scope).includes("n0") ? [narrowed(dice, scope, "n0")] : []),
  ];
}

function narrowed(dice: Dice, scope: Scope, name: string): Step {
  return { kind: "filter", where: [namedLeaf(dice, scope, name)] };
}

function times<T>(many: number, make: (time: number) => T): T[] {
  return Array.from({ length: many }, (_, time) => make(time));
}

/** Rows of the model itself, ordered wholly or not at all. */
function rowsOf(dice: Dice, model: string, steps: readonly Step[], scope: Scope): Question {
  if (dice.chance(15)) return { chain: { model, steps }, end: { kind: dice.pick(["count", "exists"]) } };
  const order = orders(dice, scope);
  const shaped = dice.chance(25);
  const names = shaped
    ? [...new Set(["id", ...columns(dice, model), ...dice.some(selectable(scope), 0, 2)])]
    : ["id", ...selectable(scope)];
  const all: Step[] = [...steps, ...order];
  if (shaped) all.push({ kind: "values", names });
  const [last] = order;
  if (dice.chance(15)) all.push({ kind: "distinct", names: [] });
  else if (!shaped && last?.kind === "orderBy" && dice.chance(10)) {
    const some = last.names.slice(0, dice.int(1, last.names.length)).map((name) => name.replace("-", ""));
    all.push({ kind: "distinct", names: some });
  } else if (!shaped && last && dice.chance(12)) {
    return { chain: { model, steps: all }, end: end(dice, model) };
  } else if (!shaped && dice.chance(25)) return withRelated(dice, model, all, names, order.length > 0);
  if (last && dice.chance(10)) all.push({ kind: "reverse" });
  // Of rows that a relation has multiplied, the order does not tell which of them a slice takes.
  const near = last?.kind === "orderBy" && ![...last.names, ...names].some((name) => name.includes("__"));
  if (near && dice.chance(40)) {
    all.push({ kind: "slice", offset: dice.int(0, 4), limit: dice.int(0, 6) });
    return ofSlice(dice, { model, steps: all }, names, scope);
  }
  return { chain: { model, steps: all }, end: { kind: "rows", names, ordered: last !== undefined } };
}

/** One row of those that are ordered. */
function end(dice: Dice, model: string): End {
  if (dice.chance(60)) return { kind: dice.pick(["first", "last"]) };
  return {
    kind: dice.pick(["earliest", "latest"]),
    names: [...fields(dice, model, 1), dice.pick(["id", "-id"])],
  };
}

/** What `values()` names: fields, and relations, which stand for their keys. */
function columns(dice: Dice, model: string): string[] {
  const names = fields(dice, model, dice.int(0, 3));
  return dice.chance(15) ? [...names, relation(dice, model)] : names;
}

/** Aggregates over all rows, which may be groups or distinct. */
function overall(dice: Dice, model: string, steps: readonly Step[], scope: Scope): Question {
  const more: Step[] = [];
  if (dice.chance(25)) more.push(aggregating(dice, scope, "n1"));
  if (dice.chance(15)) more.push({ kind: "distinct", names: [] });
  return { chain: { model, steps: [...steps, ...more] }, end: aggregates(dice, scope) };
}

/** What is asked of a slice: its rows, with a value that is named after it, or what they come to. */
function ofSlice(dice: Dice, { model, steps }: Chain, names: readonly string[], scope: Scope): Question {
  const chosen = dice.int(0, 99);
  // Not exists(): Django forgets the order there, and the rows that its joins make.
  if (chosen < 20) return { chain: { model, steps }, end: { kind: "count" } };
  if (chosen < 40) {
    // Of rows that a join has multiplied, which are in the slice is open: own columns are the same in all of them.
    const of = ownColumn(dice, scope, "number");
    const to: Expr = {
      kind: "aggregate",
      name: dice.pick(["sum", "count", "max"]),
      of,
      distinct: false,
      filter: null,
    };
    return { chain: { model, steps }, end: { kind: "aggregate", to: { t0: to } } };
  }
  const more: Step[] = [];
  if (chosen < 55) more.push(naming(dice, scope, "e4"));
  else if (chosen < 70) more.push(aggregating(dice, scope, "n4"));
  const named = more.length > 0 ? selectable(scope).slice(-1) : [];
  return {
    chain: { model, steps: [...steps, ...more] },
    end: { kind: "rows", names: [...names, ...named], ordered: true },
  };
}

/** Rows with a related one. That a reverse one-to-one has no row is told in other words on both sides. */
function withRelated(
  dice: Dice,
  model: string,
  steps: readonly Step[],
  names: readonly string[],
  ordered: boolean,
): Question {
  const single = Object.entries(at(dice.shelf, model, []).relations).filter(
    ([name, { many }]) => !many && name !== "profile",
  );
  if (single.length === 0) return { chain: { model, steps }, end: { kind: "rows", names, ordered } };
  const [relation] = dice.pick(single);
  const column = dice.pick(Object.keys(at(dice.shelf, model, [relation]).columns));
  const more = [`${relation}__id`, `${relation}__${column}`];
  return {
    chain: { model, steps: [...steps, { kind: "selectRelated", names: [relation] }] },
    end: { kind: "rows", names: [...names, ...more], ordered },
  };
}

/** values() then annotate(): GROUP BY. */
function grouped(dice: Dice, model: string, steps: readonly Step[], scope: Scope): Question {
  const named = dice.some(selectable(scope), 0, 1);
  const some = [...new Set([...fields(dice, model, dice.int(0, 2)), ...named])];
  const keys = some.length > 0 ? some : ["id"];
  // Django 3 groups by the model's own ordering too where nothing else is said.
  const all: Step[] = [...steps, { kind: "orderBy", names: [] }, { kind: "values", names: keys }];
  const counted = times(dice.int(1, 2), (at) => `n${String(at + 1)}`);
  for (const name of counted) all.push(aggregating(dice, scope, name));
  const askedFor = counted.filter((name) => askable(scope).includes(name));
  if (askedFor.length > 0 && dice.chance(40)) {
    all.push(narrowed(dice, scope, dice.pick(askedFor)));
  } else if (dice.chance(25)) all.push(narrowing(dice, scope));
  const ordered = dice.chance(60);
  if (ordered) {
    const first = dice.some(counted, 0, 1).map((name) => `-${name}`);
    all.push({ kind: "orderBy", names: [...first, ...keys] });
    // Beyond relations, a later condition joins anew what the order is by: then it has ties.
    const near = keys.every((name) => !name.includes("__"));
    if (near && dice.chance(30)) all.push({ kind: "slice", offset: dice.int(0, 3), limit: dice.int(1, 5) });
  }
  const chain: Chain = { model, steps: all };
  if (dice.chance(15)) return { chain, end: { kind: "count" } };
  if (askedFor.length > 0 && dice.chance(10)) {
    const of: Expr = { kind: "path", path: dice.pick(askedFor) };
    const name = dice.pick(["max", "min"]);
    return {
      ...{
        chain,
        end: { kind: "aggregate", to: { t: { kind: "aggregate", name, of, distinct: false, filter: null } } },
      },
    };
  }
  return { chain, end: { kind: "rows", names: [...keys, ...counted], ordered } };
}

function combined(dice: Dice, model: string): Question {
  const shaped = dice.chance(40);
  const names = shaped ? [...new Set(["id", ...fields(dice, model, 2)])] : ["id"];
  const side = (): Chain => {
    const scope = scopeOf(model);
    const steps = times(dice.int(1, 2), () => narrowing(dice, scope));
    return { model, steps: shaped ? [...steps, { kind: "values", names }] : steps };
  };
  const kind = dice.pick(["union", "union", "intersection", "difference", "and", "or", "or"] as const);
  const other = side();
  const step: Step = kind === "union" ? { kind, other, all: dice.chance(30) } : { kind, other };
  const steps: Step[] = [...side().steps, step];
  if (dice.chance(50)) {
    steps.push({ kind: "orderBy", names: [dice.pick(["id", "-id"])] });
    if (!shaped && dice.chance(30)) {
      steps.push({ kind: "slice", offset: dice.int(0, 3), limit: dice.int(1, 5) });
    }
    return { chain: { model, steps }, end: { kind: "rows", names, ordered: true } };
  }
  if (dice.chance(30)) return { chain: { model, steps }, end: { kind: dice.pick(["count", "exists"]) } };
  return { chain: { model, steps }, end: { kind: "rows", names, ordered: false } };
}

function dates(dice: Dice, model: "Book" | "Author", steps: readonly Step[]): Question {
  const field = model === "Book" ? "published" : "born";
  const unit = dice.pick(["year", "month", "week", "day"]);
  return { chain: { model, steps }, end: { kind: "dates", field, unit, order: dice.pick(["asc", "desc"]) } };
}

/** Rows with those that a path of relations leads to. */
function prefetching(dice: Dice, model: string, steps: readonly Step[]): Question {
  const path = dice.pick(paths(dice.shelf, model, 2).filter((way) => way.length > 0));
  const { name } = at(dice.shelf, model, path);
  const last = at(dice.shelf, model, path.slice(0, -1)).relations[path.at(-1) ?? ""];
  // By columns of its own alone: beyond relations, Django's many-to-many prefetch takes up joins of the condition.
  const step = (): Step => ({ kind: "filter", where: [plainLeaf(dice, name)] });
  const narrow = last?.many === true && dice.chance(40) ? { model: name, step: step() } : null;
  const chain: Chain = { model, steps: [...steps, { kind: "orderBy", names: ["id"] }] };
  return { chain, end: { kind: "prefetch", path, narrow } };
}

/** The related rows of some rows, narrowed further. */
function related(dice: Dice, model: string, steps: readonly Step[]): Question {
  const many = Object.entries(at(dice.shelf, model, []).relations).filter((each) => each[1].many);
  if (many.length === 0) return related(dice, "Book", []);
  const [relation, { to }] = dice.pick(many);
  const scope = scopeOf(to);
  const first: readonly Step[] = [
    { kind: "orderBy", names: ["id"] },
    { kind: "slice", offset: 0, limit: 6 },
  ];
  const further = times(dice.int(1, 2), () => narrowing(dice, scope));
  return {
    chain: { model, steps: [...steps, ...first] },
    end: { kind: "related", relation, model: to, steps: further },
  };
}

function aggregates(dice: Dice, scope: Scope): End {
  const made = times(dice.int(1, 3), (at) => [`t${String(at)}`, aggregate(dice, scope).expr] as const);
  return { kind: "aggregate", to: Object.fromEntries(made) };
}

function naming(dice: Dice, scope: Scope, name: string): Step {
  if (dice.chance(12)) {
    const { expr, kind } = windowed(dice, scope);
    scope.names.set(name, { kind, of: "window", selected: true });
    return { kind: "annotate", name, to: expr };
  }
  const kind = anyKind(dice);
  const to = scalar(dice, scope, kind, 2);
  const selected = !dice.chance(15);
  // What is made of aggregates is one too.
  const of = [...scope.names.values()].some((each) => each.of === "aggregate") ? "aggregate" : "value";
  scope.names.set(name, { kind, of, selected });
  return { kind: selected ? "annotate" : "alias", name, to };
}

function aggregating(dice: Dice, scope: Scope, name: string): Step {
  const { expr, kind } = aggregate(dice, scope);
  scope.names.set(name, { kind, of: "aggregate", selected: true });
  return { kind: "annotate", name, to: expr };
}
