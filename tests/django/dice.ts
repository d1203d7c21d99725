import fc from "fast-check";
import type { Shelf } from "./shelf.js";

/** What chains are made with: choices that fast-check makes, and the tables that they speak of. */
export interface Dice {
  readonly shelf: Shelf;
  int(min: number, max: number): number;
  chance(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Some of the items, each at most once. */
  some<T>(items: readonly T[], min: number, max: number): T[];
}

export function diceOf(gen: fc.GeneratorValue, shelf: Shelf): Dice {
  const int = (min: number, max: number) => gen(fc.integer, { min, max });
  return {
    shelf,
    int,
    chance: (percent) => int(0, 99) < percent,
    pick(items) {
      if (items.length === 0) throw new TypeError("there is nothing to pick from");
      return items[int(0, items.length - 1)] as (typeof items)[number];
    },
    some(items, min, max) {
      const left = [...items];
      const times = Math.min(int(min, max), left.length);
      return Array.from({ length: times }, () => left.splice(int(0, left.length - 1), 1)).flat();
    },
  };
}
