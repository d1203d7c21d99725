import type { Style } from "../library/style.js";

/** One thing that both styles must do alike. */
export interface Case {
  /** The methods of the tables of pairs that it is about: `queryset.get`, `instance.save`, `related.add`. */
  readonly covers: readonly string[];
  readonly title: string;
  /** Gives what is compared; what it throws is compared too. */
  readonly run: (style: Style) => Promise<unknown>;
}

/**
 * A case of the table.
 *
 * ```ts
 * parity("queryset.get", "one row", (m) => m.call(Book.objects, "get", { id: 3 }))
 * ```
 */
export function parity(covers: string, title: string, run: (style: Style) => Promise<unknown>): Case {
  return { covers: covers.split(" "), title, run };
}

/** What a call threw, where it must throw. */
export async function thrown(call: () => Promise<unknown>): Promise<Error> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new TypeError("nothing was thrown");
}
