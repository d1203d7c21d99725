/** Lets one holder through at a time, in the order of asking; free, it lets through at once, without a promise. */
export class Turnstile {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  get held(): boolean {
    return this.#held;
  }

  tryEnter(): boolean {
    if (this.#held) return false;
    this.#held = true;
    return true;
  }

  enter(): Promise<void> | undefined {
    if (this.tryEnter()) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }
}
