import { lookup, type Truth } from "./lookups.js";
import type { Row, Table, Tables } from "./tables.js";

export interface Leaf {
  readonly kind: "leaf";
  /** Relations from the queryset's model to the column's. */
  readonly path: readonly string[];
  /** Null: the relation at the path's end itself. */
  readonly column: string | null;
  readonly lookup: string;
  readonly value: unknown;
}

export type Condition =
  | Leaf
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition };

export interface Call {
  readonly method: "filter" | "exclude";
  readonly condition: Condition;
}

/** More combinations of related rows than anybody would look at. */
export class TooMany extends Error {}

/** How often a row comes out of `filter()` and `exclude()` calls, as Django's joins have it. */
export function multiplicity(tables: Tables, model: string, row: Row, calls: readonly Call[]): number {
  return calls.reduce((times, call) => (times === 0 ? 0 : times * timesIn(tables, model, row, call)), 1);
}

type Joined = ReadonlyMap<string, Row | null>;

function timesIn(tables: Tables, model: string, row: Row, { method, condition }: Call): number {
  const whole: Condition = method === "exclude" ? { kind: "not", part: condition } : condition;
  const paths = joinedPaths(whole, false).sort((a, b) => a.length - b.length);
  let rows: Joined[] = [new Map([["", row]])];
  for (const path of paths) {
    const key = path.join(".");
    if (rows[0]?.has(key)) continue;
    rows = rows.flatMap((joined) => {
      const from = joined.get(path.slice(0, -1).join("."));
      const found = from ? (relationAt(tables, model, path)?.follow(from) ?? []) : [];
      return (found.length === 0 ? [null] : found).map((next) => new Map([...joined, [key, next]]));
    });
    if (rows.length > 3000) throw new TooMany();
  }
  return rows.filter((joined) => truth(whole, { tables, model, row, joined }, false, false) === true).length;
}

interface Context {
  readonly tables: Tables;
  readonly model: string;
  readonly row: Row;
  readonly joined: Joined;
}

/** The tables that a call joins: those of its conditions that stand under no NOT, with what leads there. */
function joinedPaths(condition: Condition, negated: boolean): string[][] {
  if (condition.kind === "not") return joinedPaths(condition.part, true);
  if (condition.kind !== "leaf") return condition.parts.flatMap((part) => joinedPaths(part, negated));
  return negated ? [] : condition.path.map((_, at) => condition.path.slice(0, at + 1));
}

function relationAt(tables: Tables, model: string, path: readonly string[]) {
  return tableAt(tables, model, path.slice(0, -1)).relations[path.at(-1) ?? ""];
}

export function tableAt(tables: Tables, model: string, path: readonly string[]): Table {
  const table = path.reduce<Table | undefined>(
    (at, name) => tables[at?.relations[name]?.target ?? ""],
    tables[model],
  );
  if (!table) throw new TypeError(`no path ${path.join(".")} from ${model}`);
  return table;
}

export function leadsToMany(tables: Tables, model: string, path: readonly string[]): boolean {
  return path.some((_, at) => relationAt(tables, model, path.slice(0, at + 1))?.many === true);
}

function truth(condition: Condition, context: Context, negated: boolean, below: boolean): Truth {
  switch (condition.kind) {
    case "not": {
      const inner = truth(condition.part, context, !negated, true);
      return inner === null ? null : !inner;
    }
    case "and":
      return all(condition.parts.map((part) => truth(part, context, negated, below)));
    case "or": {
      const parts = condition.parts.map((part) => truth(part, context, negated, below));
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    }
    case "leaf":
      return leaf(condition, context, negated, below);
  }
}

function all(parts: readonly Truth[]): Truth {
  return parts.includes(false) ? false : parts.includes(null) ? null : true;
}

function leaf(condition: Leaf, context: Context, negated: boolean, below: boolean): Truth {
  const { tables, model, row, joined } = context;
  const { path } = condition;
  if (below && leadsToMany(tables, model, path)) {
    // No related row may meet it: the condition is about all of them, and never unknown.
    return reached(tables, model, row, path).some((end) => holds(condition, tables, model, end) === true);
  }
  const end = below ? (reached(tables, model, row, path)[0] ?? null) : (joined.get(path.join(".")) ?? null);
  const found = holds(condition, tables, model, end);
  // Under a NOT, what is unknown does not hold.
  return negated ? found === true : found;
}

/** Every row at the end of a path; null where it breaks off. */
function reached(tables: Tables, model: string, row: Row, path: readonly string[]): (Row | null)[] {
  return path.reduce<(Row | null)[]>(
    (rows, _, at) =>
      rows.flatMap((each): (Row | null)[] => {
        const found = each ? (relationAt(tables, model, path.slice(0, at + 1))?.follow(each) ?? []) : [];
        return found.length === 0 ? [null] : [...found];
      }),
    [row],
  );
}

function valueOf({ column }: Leaf, end: Row | null): unknown {
  return end === null ? null : (end[column ?? "id"] ?? null);
}

function holds(condition: Leaf, tables: Tables, model: string, end: Row | null): Truth {
  const { column, path } = condition;
  const kind = column === null ? "number" : tableAt(tables, model, path).columns[column];
  return lookup(kind ?? "number", valueOf(condition, end), condition.lookup, condition.value);
}
