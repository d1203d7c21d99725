import type { Database } from "../driver/database.js";

/** One name, one or more databases: the primary, and replicas that take turns at reads. */
export class Router {
  readonly primary: Database;
  readonly #replicas: readonly Database[];
  /** The primary, where it answers everything. */
  readonly sole: Database | null;
  #turn = 0;

  constructor(primary: Database, replicas: readonly Database[]) {
    this.primary = primary;
    this.#replicas = replicas;
    this.sole = replicas.length === 0 ? primary : null;
  }

  get all(): readonly Database[] {
    return [this.primary, ...this.#replicas];
  }

  forRead(): Database {
    if (this.#replicas.length === 0) return this.primary;
    this.#turn = (this.#turn + 1) % this.#replicas.length;
    return this.#replicas[this.#turn]!;
  }
}
