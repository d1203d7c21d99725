/** Names of the statements that a connection has prepared, oldest use first. */
export class StatementCache {
  readonly #names = new Set<string>();
  readonly #limit: number;

  constructor(limit = 1000) {
    this.#limit = limit;
  }

  has(name: string): boolean {
    if (!this.#names.delete(name)) return false;
    this.#names.add(name);
    return true;
  }

  add(name: string): void {
    this.#names.add(name);
  }

  forget(name: string): void {
    this.#names.delete(name);
  }

  clear(): void {
    this.#names.clear();
  }

  /** Takes out the oldest names for which there is no room beside a new one. */
  evict(): readonly string[] {
    const oldest: string[] = [];
    for (const name of this.#names) {
      if (this.#names.size < this.#limit) break;
      this.#names.delete(name);
      oldest.push(name);
    }
    return oldest;
  }
}
