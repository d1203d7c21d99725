import type { ModelMeta } from "../../meta/meta.js";

/** How many rows went, in all and by model: `[4, { Book: 1, Review: 3 }]`. */
export type Deleted = [number, Record<string, number>];

/** Counts rows as they go. */
export class Counts {
  readonly #byModel = new Map<string, number>();

  add(model: ModelMeta, rows: number): void {
    if (rows > 0) this.#byModel.set(model.name, (this.#byModel.get(model.name) ?? 0) + rows);
  }

  result(): Deleted {
    const total = [...this.#byModel.values()].reduce((sum, rows) => sum + rows, 0);
    return [total, Object.fromEntries(this.#byModel)];
  }
}
