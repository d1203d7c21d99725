import { aborted } from "./aborted.js";
import { settled } from "./settled.js";

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

  enter(signal?: AbortSignal): Promise<void> | undefined {
    if (this.tryEnter()) return undefined;
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    return signal === undefined ? turn : this.#unless(signal, turn);
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }

  /** Who gives up lets the next one through when the turn comes. */
  async #unless(signal: AbortSignal, turn: Promise<void>): Promise<void> {
    try {
      await settled(turn, signal, () => aborted(signal));
    } catch (error) {
      void turn.then(() => this.leave());
      throw error;
    }
  }
}
