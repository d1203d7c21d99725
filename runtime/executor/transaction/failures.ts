import type { OrmgenError } from "../../errors/index.js";
import { abortedError, doomedError, lostError } from "./transaction-refusals.js";

/** What went wrong in a transaction, and in those around it. */
export class Failures {
  readonly #around: Failures | null;
  #first: unknown = null;
  #doom: { readonly cause: unknown } | null = null;

  constructor(around: Failures | null) {
    this.#around = around;
  }

  note(error: unknown): void {
    this.#first ??= error;
  }

  /** What is left cannot be committed: a block without a savepoint has failed. */
  doom(cause: unknown): void {
    this.#doom ??= { cause };
  }

  get doomed(): boolean {
    return this.#fate !== null;
  }

  /** The error for who goes on in it. */
  error(lost: boolean): OrmgenError {
    if (lost) return lostError(this.#earliest);
    return this.#fate === null ? abortedError(this.#earliest) : doomedError(this.#fate.cause);
  }

  get #fate(): { readonly cause: unknown } | null {
    return this.#doom ?? (this.#around === null ? null : this.#around.#fate);
  }

  get #earliest(): unknown {
    return this.#first ?? (this.#around === null ? null : this.#around.#earliest);
  }
}
