import type { Call, Calls } from "./call.js";
import type { Reply } from "./wire/reply.js";

/** What is still to be done to make a session as new, and the call whose answer it waits for. */
interface Begun {
  readonly calls: Calls<void>;
  readonly call: Call;
}

/** The way back to a session as it was: begun by an async caller, it can be seen through by a sync one, which waits for no promise. */
export class Restoration {
  #begun: Begun | null = null;

  /** @param exchange leaves the answer in the call's reader. */
  async run(
    calls: Calls<void>,
    exchange: (call: Call) => Promise<void>,
    answered: (call: Call) => Reply,
  ): Promise<void> {
    for (let step = calls.next(); !step.done; step = calls.next(answered(step.value))) {
      const begun = { calls, call: step.value };
      this.#begun = begun;
      await exchange(begun.call);
      if (this.#begun !== begun) return;
      this.#begun = null;
    }
  }

  /** What is under way, which the caller goes on with. */
  takeOver(): Begun | null {
    const begun = this.#begun;
    this.#begun = null;
    return begun;
  }
}
