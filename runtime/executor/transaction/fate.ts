/** What becomes of what is written in a transaction: one that is nested ends as the one around it does. */
export class TransactionFate {
  #state: "open" | "kept" | "undone" = "open";
  readonly #around: TransactionFate | null;

  constructor(around: TransactionFate | null) {
    this.#around = around;
  }

  /** Rolled back, or of an outcome that nobody knows. */
  get undone(): boolean {
    return this.#state === "undone" || this.#around?.undone === true;
  }

  /** Committed for good. */
  get kept(): boolean {
    return this.#state === "kept" && (this.#around === null || this.#around.kept);
  }

  end(kept: boolean): void {
    this.#state = kept ? "kept" : "undone";
  }
}
