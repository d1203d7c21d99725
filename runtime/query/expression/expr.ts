import { knownOptions, oneOf } from "../../errors/index.js";
import type { OrderTerm } from "../state.js";
import type { Node } from "./node.js";

/**
 * An expression at run time. Conditions and assignments tell it from a value by its class, which no JSON can forge.
 * What a user may call on it stands in `methods.ts`; the types are `Expression<T>` and its kin.
 */
export class Expr {
  constructor(readonly node: Node) {}

  /** Book.f.price.asc({ nulls: "first" }) makes ORDER BY "price" ASC NULLS FIRST. */
  asc(options: { readonly nulls?: "first" | "last" } = {}): Ordering {
    return new Ordering({ node: this.node, descending: false, nulls: nullsOf("asc()", options) });
  }

  /** Book.f.price.desc({ nulls: "last" }) makes ORDER BY "price" DESC NULLS LAST. */
  desc(options: { readonly nulls?: "first" | "last" } = {}): Ordering {
    return new Ordering({ node: this.node, descending: true, nulls: nullsOf("desc()", options) });
  }
}

function nullsOf(call: string, options: { readonly nulls?: "first" | "last" }): "first" | "last" | null {
  knownOptions(call, options, ["nulls"]);
  oneOf(`nulls of ${call}`, options.nulls, ["first", "last"]);
  return options.nulls ?? null;
}

/** What `asc()` and `desc()` give: a term of `orderBy`. */
export class Ordering {
  constructor(readonly term: OrderTerm) {}
}
