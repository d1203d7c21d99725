import type { Transaction } from "./transaction.js";

/** The transactions that an operation opened itself, by connection, outermost first; null stands for one it shares. */
export class OwnTransactions {
  readonly #stacks = new Map<string, (Transaction | null)[]>();

  push(using: string, transaction: Transaction | null): void {
    const stack = this.#stacks.get(using);
    if (stack) stack.push(transaction);
    else this.#stacks.set(using, [transaction]);
  }

  pop(using: string): Transaction | null {
    return this.#stacks.get(using)?.pop() ?? null;
  }

  innermost(using: string): Transaction | null {
    return this.#stacks.get(using)?.findLast((transaction) => transaction !== null) ?? null;
  }

  /** All of them, innermost first, which are then no longer there. */
  *takeAll(): Generator<Transaction> {
    for (const stack of this.#stacks.values())
      for (let last = stack.pop(); last !== undefined; last = stack.pop()) if (last !== null) yield last;
  }

  get outermost(): Transaction | null {
    return [...this.#stacks.values()].flat().find((transaction) => transaction !== null) ?? null;
  }
}
