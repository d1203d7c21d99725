/** How many operations a transaction has to wait for. */
export class OperationsInFlight {
  #count = 0;
  #whenNone: (() => void) | null = null;

  get any(): boolean {
    return this.#count > 0;
  }

  enter(): void {
    this.#count += 1;
  }

  leave(): void {
    this.#count -= 1;
    if (this.#count === 0) this.#whenNone?.();
  }

  none(): Promise<void> {
    return this.any ? new Promise((resolve) => (this.#whenNone = resolve)) : Promise.resolve();
  }
}
