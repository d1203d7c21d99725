import type { Connector } from "../../expression/node.js";
import type { AliasMap } from "./alias-map.js";

/**
 * Decides join types by votes, after Django's `JoinPromoter`: under AND one condition that needs a row makes the join
 * inner; under OR all must need it, else the join is made outer.
 */
export class JoinPromoter {
  readonly #effective: "and" | "or" | "none";
  readonly #votes = new Map<string, number>();

  constructor(
    connector: Connector,
    readonly children: number,
    negated: boolean,
  ) {
    // Of XOR one must hold, so that it needs what all need; where it is negated it may hold without any.
    if (connector === "xor") this.#effective = negated ? "none" : "or";
    else this.#effective = negated ? (connector === "and" ? "or" : "and") : connector;
  }

  vote(aliases: Iterable<string>): void {
    for (const alias of aliases) this.#votes.set(alias, (this.#votes.get(alias) ?? 0) + 1);
  }

  /** Carries the votes out; gives the joins that are needed by all. */
  apply(map: AliasMap): Set<string> {
    const promote = new Set<string>();
    const demote = new Set<string>();
    for (const [alias, votes] of this.#votes) {
      if (this.#effective === "and") demote.add(alias);
      else if (this.#effective === "or" && votes === this.children) demote.add(alias);
      else promote.add(alias);
    }
    map.promote(promote);
    map.demote(demote);
    return demote;
  }
}
