import { hostile } from "../library/rows.js";
import type { Expr, Step } from "./chain.js";
import { condition, tied } from "./conditions.js";
import type { Dice } from "./dice.js";
import { askable, type Scope } from "./scope.js";
import { at, paths, type Kind } from "./shelf.js";

const days = ["year", "month", "day", "week", "quarter", "week_day", "iso_year", "iso_week_day"];

export const number = (value: number): Expr => ({ kind: "value", value });
const call = (name: string, ...of: readonly Expr[]): Expr => ({ kind: "call", name, of });

/** A kind that expressions are made of. */
export function anyKind(dice: Dice): Kind {
  return dice.pick(["number", "number", "text", "text", "decimal", "date", "boolean"] as const);
}

/** An expression of a kind: columns, functions of them, cases and subqueries. */
export function scalar(dice: Dice, scope: Scope, kind: Kind, depth: number): Expr {
  if (depth === 0 || dice.chance(30))
    return kind === "boolean" ? asked(dice, scope) : path(dice, scope, kind);
  const part = (of: Kind) => scalar(dice, scope, of, depth - 1);
  if (dice.chance(15)) {
    const otherwise = dice.chance(60) ? part(kind) : null;
    return { kind: "case", when: condition(dice, scope, 1), then: part(kind), otherwise };
  }
  if (kind !== "boolean" && dice.chance(12)) {
    return call(dice.pick(["coalesce", "greatest", "least"]), path(dice, scope, kind), part(kind));
  }
  if (scope.depth === 0 && dice.chance(10)) return inner(dice, scope, kind);
  switch (kind) {
    case "number":
      return ofNumbers(dice, scope, part);
    case "decimal":
      return { kind: "arithmetic", op: dice.pick(["add", "sub"]), left: part(kind), right: part(kind) };
    case "text":
      return ofTexts(dice, scope, part);
    case "date":
      return call(`trunc:${dice.pick(["year", "month", "week", "quarter", "day"])}`, path(dice, scope, kind));
    default:
      return asked(dice, scope);
  }
}

function ofNumbers(dice: Dice, scope: Scope, part: (of: Kind) => Expr): Expr {
  switch (dice.int(0, 8)) {
    case 0:
      return call("length", part("text"));
    case 1:
      return call(`extract:${dice.pick(days)}`, path(dice, scope, "date"));
    case 2:
      return call(dice.pick(["abs", "sign", "ceil", "floor"]), part("number"));
    case 3:
      return call("strIndex", part("text"), { kind: "value", value: dice.pick(hostile) });
    case 4:
      return call("cast:integer", ownColumn(dice, scope, "number"));
    case 5:
      return call("mod", path(dice, scope, "number"), number(dice.int(2, 5)));
    case 6:
      return call("sqrt", call("abs", part("number")));
    case 7:
      return call(
        `extract:${dice.pick(["hour", "minute", "day", "year", "week"])}`,
        path(dice, scope, "timestamp"),
      );
    default: {
      const right = dice.chance(50) ? number(dice.int(1, 5)) : part("number");
      return { kind: "arithmetic", op: dice.pick(["add", "sub", "mul", "mod"]), left: part("number"), right };
    }
  }
}

function ofTexts(dice: Dice, scope: Scope, part: (of: Kind) => Expr): Expr {
  const literal = (texts: readonly string[]): Expr => ({ kind: "value", value: dice.pick(texts) });
  switch (dice.int(0, 8)) {
    case 0:
      return call("concat", part("text"), literal(hostile));
    case 1:
      return call(dice.pick(["left", "right"]), part("text"), number(dice.int(1, 4)));
    case 2:
      return call("replace", part("text"), literal(["a"]), literal(["_"]));
    case 3:
      return call("substr", part("text"), number(dice.int(1, 3)), number(dice.int(1, 3)));
    case 4:
      return call(
        dice.pick(["lpad", "rpad"]),
        part("text"),
        number(dice.int(1, 12)),
        literal(["x", "ab", " "]),
      );
    case 5:
      return call("nullIf", path(dice, scope, "text"), literal(hostile));
    case 6:
      return call("cast:text", path(dice, scope, dice.pick(["number", "date", "text"])));
    default:
      return call(dice.pick(["lower", "upper", "trim", "reverse", "ltrim", "rtrim", "md5"]), part("text"));
  }
}

function asked(dice: Dice, scope: Scope): Expr {
  return { kind: "condition", where: condition(dice, scope, 1) };
}

/** The value, or the existence, of a row that is tied to this one. */
function inner(dice: Dice, scope: Scope, kind: Kind): Expr {
  const { model, steps } = tied(dice, scope);
  if (kind === "boolean") return { kind: "exists", of: { model, steps } };
  if (kind === "number" && dice.chance(40))
    return { kind: "subquery", of: { model, steps: grouped(dice, model, steps) } };
  const [name] = columnsOf(dice, model, kind);
  if (name === undefined) return path(dice, scope, kind);
  const first = [
    { kind: "orderBy", names: ["-id"] },
    { kind: "values", names: [name] },
    { kind: "slice", offset: 0, limit: 1 },
  ] as const;
  return { kind: "subquery", of: { model, steps: [...steps, ...first] } };
}

/** Django's way to an aggregate of related rows: grouped by what ties them to the row. */
function grouped(dice: Dice, model: string, steps: readonly Step[]): Step[] {
  const [tie] = steps;
  const leaf = tie?.kind === "filter" ? tie.where[0] : undefined;
  const key = leaf?.kind === "leaf" ? leaf.key : "id";
  const of: Expr = { kind: "path", path: dice.pick(columnsOf(dice, model, "number")) };
  const counts = dice.chance(50);
  const to: Expr = {
    ...{
      kind: "aggregate",
      name: counts ? "count" : dice.pick(["sum", "max", "min"]),
      distinct: false,
      filter: null,
    },
    of: counts && dice.chance(50) ? null : of,
  };
  return [
    ...steps,
    { kind: "orderBy", names: [] },
    { kind: "values", names: [key] },
    { kind: "annotate", name: "n9", to },
    { kind: "values", names: ["n9"] },
  ];
}

function columnsOf(dice: Dice, model: string, kind: Kind): string[] {
  const { columns } = at(dice.shelf, model, []);
  return Object.entries(columns)
    .filter(([, other]) => other === kind)
    .map(([name]) => name);
}

/** A column of the model's own. */
export function ownColumn(dice: Dice, scope: Scope, kind: Kind): Expr {
  const same = columnsOf(dice, scope.model, kind);
  return { kind: "path", path: same.length > 0 ? dice.pick(same) : "id" };
}

/** A column here or at the end of relations, or something that the query has named. */
export function path(dice: Dice, scope: Scope, kind: Kind): Expr {
  const named = askable(scope).filter((name) => scope.names.get(name)?.kind === kind);
  if (named.length > 0 && dice.chance(30)) return { kind: "path", path: dice.pick(named) };
  return { kind: "path", path: fieldPath(dice, scope.model, kind) };
}

/** The path of a column of a kind, up to two relations away. */
export function fieldPath(dice: Dice, model: string, kind: Kind): string {
  const found = paths(dice.shelf, model, 2).flatMap((way) =>
    columnsOf(dice, at(dice.shelf, model, way).name, kind).map((name) => [...way, name].join("__")),
  );
  const near = found.filter((each) => !each.includes("__"));
  return near.length > 0 && dice.chance(50) ? dice.pick(near) : dice.pick(found);
}
