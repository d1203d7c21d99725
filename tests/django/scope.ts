import type { Kind } from "./shelf.js";

/** What a query knows when its next part is made. */
export interface Scope {
  readonly model: string;
  /** How many queries are around it. */
  readonly depth: number;
  /** What earlier steps have named. */
  readonly names: Map<string, Named>;
}

export interface Named {
  readonly kind: Kind;
  readonly of: "value" | "aggregate" | "window";
  /** False for what `alias()` made. */
  readonly selected: boolean;
}

export function scopeOf(model: string, depth = 0): Scope {
  return { model, depth, names: new Map() };
}

/** The names that a query gives. */
export function selectable({ names }: Scope): string[] {
  return [...names].filter(([, { selected }]) => selected).map(([name]) => name);
}

/** The names that a condition may speak of: Django 3 filters by no window. */
export function askable({ names }: Scope): string[] {
  return [...names].filter(([, { kind, of }]) => of !== "window" && kind !== "json").map(([name]) => name);
}

/** The same without what stands in no aggregate. */
export function withoutAggregates(scope: Scope): Scope {
  const names = [...scope.names].filter(([, { of }]) => of === "value");
  return { ...scope, names: new Map(names) };
}
