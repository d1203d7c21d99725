import { ReplyCollector } from "../wire/frames.js";
import type { Reader } from "../wire/reader.js";

/** An exchange whose answer is to come. */
export interface Pending {
  readonly reader: Reader;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** Whether it is a script, of which nothing says how far it came. */
  readonly script: boolean;
  readonly since: number;
}

/** What was asked on a connection, in order, and what came of it: answers come in the order of the questions. */
export class Answers {
  readonly #pending: Pending[] = [];
  /** What the server said while nobody was asking: it goes before the next answer. */
  #unasked: Buffer[] = [];
  heardAt = 0;

  get first(): Pending | undefined {
    return this.#pending[0];
  }

  get count(): number {
    return this.#pending.length;
  }

  expect(pending: Pending): void {
    this.#pending.push(pending);
  }

  /** Gives the reader what came before it; returns whether that was the connection's end. */
  handUnasked(reader: Reader): boolean {
    for (const chunk of this.#unasked) reader.push(chunk);
    if (reader.interrupted().error !== null) return true;
    this.#unasked = [];
    return false;
  }

  /** Returns whether nothing is awaited any more. */
  receive(chunk: Buffer): boolean {
    let rest = chunk;
    for (;;) {
      const { first } = this;
      if (first === undefined) return this.#keep(rest);
      const end = first.reader.push(rest);
      if (end === -1) {
        this.heardAt = performance.now();
        return false;
      }
      this.#pending.shift();
      first.resolve();
      if (end === rest.length) return this.#pending.length === 0;
      rest = rest.subarray(end);
    }
  }

  /** What the server's last words were, where they are known: of the answer under way, else of what came unasked. */
  get interrupted() {
    const { first } = this;
    if (first !== undefined) return first.reader.interrupted();
    const collector = new ReplyCollector();
    for (const chunk of this.#unasked) collector.push(chunk);
    return collector.interrupted();
  }

  rejectAll(error: (pending: Pending) => Error): void {
    for (const pending of this.#pending.splice(0)) pending.reject(error(pending));
  }

  #keep(chunk: Buffer): boolean {
    this.#unasked.push(chunk);
    return true;
  }
}
