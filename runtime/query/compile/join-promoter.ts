import type { AliasMap } from "./alias-map.js";

/**
 * Decides join types by votes, after Django's `JoinPromoter`: under AND one condition that needs a row makes the join
 * inner; under OR all must need it, else the join is made outer.
 */
export class JoinPromoter {
  readonly #effective: "and" | "or";
  readonly #votes = new Map<string, number>();

  constructor(
    connector: "and" | "or",
    readonly children: number,
    negated: boolean,
  ) {
    this.#effective = negated ? (connector === "and" ? "or" : "and") : connector;
  }

  vote(aliases: Iterable<string>): void {
    for (const alias of aliases) this.#votes.set(alias, (this.#votes.get(alias) ?? 0) + 1);
  }

  /** Carries the votes out; gives the joins that are needed by all. */
  apply(map: AliasMap): Set<string> {
    const promote = new Set<string>();
    const demote = new Set<string>();
    for (const [alias, votes] of this.#votes) {
      if (this.#effective === "or" && votes < this.children) promote.add(alias);
      if (this.#effective === "and" || votes === this.children) demote.add(alias);
    }
    map.promote(promote);
    map.demote(demote);
    return demote;
  }
}
