import type { Database } from "../../driver/database.js";

/** One name, one or more databases: the primary, and replicas that take turns at reads. */
export class Router {
  readonly primary: Database;
  readonly #replicas: readonly Database[];
  /** The primary, where it answers everything. */
  readonly sole: Database | null;
  readonly #lagMs: number;
  #turn = 0;
  #wroteAt = -Infinity;

  /** @param lagMs how long after a write of this process the primary answers reads too. */
  constructor(primary: Database, replicas: readonly Database[], lagMs = 0) {
    this.primary = primary;
    this.#lagMs = lagMs;
    this.#replicas = replicas;
    this.sole = replicas.length === 0 ? primary : null;
  }

  get all(): readonly Database[] {
    return [this.primary, ...this.#replicas];
  }

  noteWrite(): void {
    this.#wroteAt = performance.now();
  }

  forRead(): Database {
    if (this.#replicas.length === 0 || performance.now() - this.#wroteAt < this.#lagMs) return this.primary;
    this.#turn = (this.#turn + 1) % this.#replicas.length;
    return this.#replicas[this.#turn]!;
  }
}
