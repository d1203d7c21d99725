const LOOK_EVERY_MS = 100;

/** A connection that waits for an answer. */
export interface Watched {
  /** Called a few times a second while it waits. */
  look(now: number): void;
}

/** One clock for all connections that wait: a timer for each exchange would cost as much as the exchange's own work. */
class Watch {
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | null = null;

  add(one: Watched): void {
    this.#watched.add(one);
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  remove(one: Watched): void {
    this.#watched.delete(one);
  }

  #look(): void {
    const now = performance.now();
    for (const one of this.#watched) one.look(now);
    if (this.#watched.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}

export const watch = new Watch();
