import type { ModelMeta } from "../../../meta/meta.js";
import type { Hop } from "../../../meta/relation.js";
import { conditionOf } from "../../filtered-relation.js";

export interface Join {
  readonly alias: string;
  readonly model: ModelMeta;
  /** Null for the table that the query starts from. */
  readonly parent: string | null;
  readonly hop: Hop | null;
  type: "base" | "inner" | "left";
  /** Whether the join may find no row. */
  readonly nullable: boolean;
  /** How many parts of the query use it: a join that nothing uses is not written. */
  uses: number;
  /** How many conditions read a column of it. */
  reads: number;
  /** Whether it holds only what the manager of its model begins with: the far side of a relation to many rows. */
  narrowed: boolean;
}

/**
 * The tables of one query under their aliases, after Django's `Query.alias_map`: joins are reused, made outer where
 * a condition could otherwise lose rows, and made inner again where it cannot.
 */
export class AliasMap {
  readonly joins = new Map<string, Join>();
  /** Joins to many rows that the first to ask for such a one takes: those of a queryset that another is put together with. */
  offered: readonly string[] = [];
  readonly base: string;
  #start: string;
  /** The tables before it, which the query leaves out. */
  readonly #passed = new Set<string>();

  constructor(
    model: ModelMeta,
    /** `T` outside; each level of subqueries has its own letter, so that no two levels share an alias. */
    readonly prefix: string,
    /** The base table's alias, where it stands in another query already. */
    alias?: string,
  ) {
    this.base = alias ?? this.#free(model.table);
    this.#start = this.base;
    this.joins.set(this.base, {
      alias: this.base,
      model,
      parent: null,
      hop: null,
      type: "base",
      nullable: false,
      uses: 1,
      reads: 0,
      narrowed: false,
    });
  }

  get(alias: string): Join {
    const join = this.joins.get(alias);
    if (!join) throw new TypeError(`no table "${alias}" in the query`);
    return join;
  }

  /** Joins over one hop, or takes a join that stands: `reuse` limits which (null: any). */
  join(parent: string, hop: Hop, reuse: ReadonlySet<string> | null, narrowed = false): string {
    const nullable = !hop.direct || hop.fromColumn.null || conditionOf(hop) !== undefined;
    let found: Join | null = null;
    for (const join of this.joins.values()) {
      if (
        join.parent === parent &&
        join.hop?.identity === hop.identity &&
        join.narrowed === narrowed &&
        (reuse === null || reuse.has(join.alias))
      ) {
        found = join;
      }
    }
    found ??= this.#takeOffered(parent, hop, narrowed);
    if (found) {
      found.uses += 1;
      return found.alias;
    }
    const alias = this.#free(hop.to.table);
    const outer = nullable || this.get(parent).type === "left";
    this.joins.set(alias, {
      alias,
      model: hop.to,
      parent,
      hop,
      type: outer ? "left" : "inner",
      nullable,
      uses: 1,
      reads: 0,
      narrowed,
    });
    return alias;
  }

  release(alias: string): void {
    this.get(alias).uses -= 1;
  }

  /** Makes joins outer, and with them what hangs on them. */
  promote(aliases: Iterable<string>): void {
    const queue = [...aliases];
    for (let alias = queue.shift(); alias !== undefined; alias = queue.shift()) {
      const join = this.get(alias);
      if (join.type !== "inner") continue;
      const parent = join.parent === null ? null : this.get(join.parent);
      if (!join.nullable && parent?.type !== "left") continue;
      join.type = "left";
      for (const child of this.joins.values()) if (child.parent === alias) queue.push(child.alias);
    }
  }

  /** Makes joins inner, and with them those that lead to them. */
  demote(aliases: Iterable<string>): void {
    const queue = [...aliases];
    for (let alias = queue.shift(); alias !== undefined; alias = queue.shift()) {
      const join = this.get(alias);
      if (join.type !== "left") continue;
      join.type = "inner";
      if (join.parent !== null) queue.push(join.parent);
    }
  }

  /** Every join as it was when it was made: outer where it may find no row. */
  loosen(): void {
    for (const join of this.joins.values()) {
      if (join.parent === null) continue;
      join.type = join.nullable || this.get(join.parent).type === "left" ? "left" : "inner";
    }
  }

  /** The FROM clause begins with this join, and the base table is left out. */
  startFrom(alias: string): void {
    this.#start = alias;
    for (let at = this.get(alias).parent; at !== null; at = this.get(at).parent) this.#passed.add(at);
  }

  /** The tables of the FROM clause in order: those that something uses, or that lead to such. */
  written(): Join[] {
    const needed = new Set([this.#start]);
    for (const join of this.joins.values()) {
      if (join.uses <= 0) continue;
      for (
        let at: Join | null = join;
        at && !needed.has(at.alias) && !this.#passed.has(at.alias);
        at = at.parent === null ? null : this.get(at.parent)
      ) {
        needed.add(at.alias);
      }
    }
    return [...this.joins.values()].filter((join) => needed.has(join.alias));
  }

  /** The aliases that the tables had if this were no subquery: what Django tells one related row from another by. */
  plainAliases(): ReadonlyMap<string, string> {
    const taken = new Set<string>();
    const names = new Map<string, string>();
    for (const { alias, model } of this.joins.values()) {
      const name = taken.has(model.table) ? `T${String(taken.size + 1)}` : model.table;
      taken.add(name);
      names.set(alias, name);
    }
    return names;
  }

  inner(): Set<string> {
    return new Set(
      [...this.joins.values()].filter((join) => join.type === "inner").map((join) => join.alias),
    );
  }

  #takeOffered(parent: string, hop: Hop, narrowed: boolean): Join | null {
    for (const alias of this.offered) {
      const join = this.get(alias);
      if (join.parent !== parent || join.hop?.identity !== hop.identity || join.narrowed !== narrowed)
        continue;
      this.offered = this.offered.filter((each) => each !== alias);
      return join;
    }
    return null;
  }

  #free(table: string): string {
    if (this.prefix === "T" && !this.joins.has(table)) return table;
    for (let number = this.joins.size + (this.prefix === "T" ? 1 : 0); ; number++) {
      const alias = `${this.prefix}${String(number)}`;
      if (!this.joins.has(alias)) return alias;
    }
  }
}
