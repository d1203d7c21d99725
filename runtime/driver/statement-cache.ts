/** Plans take some twenty times their SQL's length of the server's memory. */
const LENGTH = 1_000_000;

/** Names of the statements that a connection has prepared, oldest use first. */
export class StatementCache {
  readonly #lengths = new Map<string, number>();
  readonly #most: number;
  #total = 0;
  /** The name that was used last stands at the end already. */
  #last = "";

  constructor(most = 1000) {
    this.#most = most;
  }

  has(name: string): boolean {
    const length = this.#lengths.get(name);
    if (length === undefined) return false;
    if (name !== this.#last) {
      this.#lengths.delete(name);
      this.#lengths.set(name, length);
      this.#last = name;
    }
    return true;
  }

  /** @param length how long its SQL is. */
  add(name: string, length = 0): void {
    this.forget(name);
    this.#lengths.set(name, length);
    this.#total += length;
    this.#last = name;
  }

  forget(name: string): void {
    this.#total -= this.#lengths.get(name) ?? 0;
    this.#lengths.delete(name);
    if (this.#last === name) this.#last = "";
  }

  clear(): void {
    this.#lengths.clear();
    this.#total = 0;
    this.#last = "";
  }

  /** What is dropped before a statement is prepared; with `anew` the one of its name too, which the server may hold or not. */
  roomFor(name: string, length: number, anew: boolean): readonly string[] {
    if (!anew) return this.evict(length);
    this.forget(name);
    return [...this.evict(length), name];
  }

  /** Takes out the oldest names for which there is no room beside a new one of that length. */
  evict(length = 0): readonly string[] {
    const oldest: string[] = [];
    for (const name of this.#lengths.keys()) {
      if (this.#lengths.size < this.#most && this.#total + length <= LENGTH) break;
      this.forget(name);
      oldest.push(name);
    }
    return oldest;
  }
}
