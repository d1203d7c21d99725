import type { OperationNode } from "kysely";
import type { Key } from "../../meta/key.js";
import type { ModelMeta } from "../../meta/meta.js";
import type { Hop, RelationMeta } from "../../meta/relation.js";
import { containsAggregate } from "../expression/contains.js";
import type { Node } from "../expression/node.js";
import type { Sql } from "../lookups/sql.js";
import { isNarrowed } from "../default-state.js";
import { conditionOf } from "../filtered-relation.js";
import { leadsToMany, resolvePath, type ResolvedPath } from "../path.js";
import type { AnnotateStep } from "../state.js";
import { AliasMap, type Join } from "./tables/alias-map.js";
import { keyOf } from "./tables/key-columns.js";

/** Where a path ended: the table and column that hold its value, and the joins that it took. */
export interface Reached {
  readonly alias: string;
  readonly column: Key;
  /** Those up to the table. */
  readonly joins: readonly string[];
  /** And those behind it that the value turned out not to need: they have a say in join types, as in Django. */
  readonly passed: readonly string[];
}

/** An annotation in the query: its SQL, and where it stands in the SELECT list once it does. */
export interface Annotated {
  readonly sql: Sql;
  readonly aggregate: boolean;
  readonly window: boolean;
  readonly selected: boolean;
  /** What an aggregated one reads outside of its aggregates: the query groups by it. */
  readonly reads: readonly OperationNode[];
  readonly node: Node;
  position: number | null;
}

/** What a query around the rows of another reads of them. */
interface Through {
  read(names: readonly string[]): Sql;
  /** What is made in the query of the rows: a window, or an aggregate of their groups. */
  inner(node: Node): Sql;
  readonly aggregates: boolean;
}

/** Thrown and caught inside: a negated condition met a relation to many rows, and must become a subquery. */
export class ManyRows extends Error {}

/**
 * One SELECT being built: its tables, and the query around it where it is a subquery.
 *
 * The rules of joins are those of Django's `Query` (setup_joins, trim_joins).
 */
export class Builder {
  readonly tables: AliasMap;
  /** Names made by `annotate()` and `alias()`, resolved where they were made. */
  readonly annotations = new Map<string, Annotated>();
  /** What `values()` named before later conditions made joins of their own. */
  readonly named = new Map<string, Sql>();
  /** The joins of a call that the next one shares. */
  carried: ReadonlySet<string> | null = null;
  /** Columns read outside of any aggregate while an aggregated expression is built: the query groups by them too. */
  plainReads: OperationNode[] | null = null;
  /** Set on the query around the rows of another: that query, and what reads a path there. */
  through: Through | null = null;
  /** Whether it says what a join of the query around must meet: what is around that one is around this one. */
  ofJoin = false;
  readonly groupReads: OperationNode[] = [];
  /** The annotations as they were said, for what asks of their parts. */
  readonly annotationSteps = new Map<string, AnnotateStep>();
  /** Further conditions that tie a subquery to the query around it. */
  readonly links: OperationNode[] = [];

  constructor(
    readonly model: ModelMeta,
    readonly timeZone: string,
    readonly parent: Builder | null = null,
    alias?: string,
  ) {
    this.tables = new AliasMap(model, parent ? nextPrefix(parent.tables.prefix) : "T", alias);
  }

  isAggregate(node: Node): boolean {
    return containsAggregate(node, this.annotationSteps);
  }

  /** Joins along a path; `reuse` limits which joins to many rows may be shared (null: all). */
  reach(names: readonly string[], reuse: Set<string> | null, allowMany = true, whole = false): Reached {
    const path = resolvePath(this.model, names, this.annotationSteps);
    if (!allowMany && path.steps.some(leadsToMany)) throw new ManyRows();
    return this.trim(path, this.follow(path, reuse, whole), whole);
  }

  /** The aliases of a path's joins, the base table first. */
  follow(path: ResolvedPath, reuse: ReadonlySet<string> | null, whole = false): string[] {
    const aliases = [this.tables.base];
    for (const { hops, relation } of path.steps) {
      for (const [at, hop] of hops.entries()) {
        const narrowed = !whole && at === hops.length - 1 && leadsToNarrowed(relation);
        aliases.push(
          this.tables.join(aliases.at(-1) ?? this.tables.base, hop, hop.many ? reuse : null, narrowed),
        );
      }
    }
    return aliases;
  }

  /** Leaves out the last joins where the value stands on the near side already: `author__id` is `author_id`. */
  private trim(path: ResolvedPath, passed: readonly string[], whole: boolean): Reached {
    const aliases = [...passed];
    const hops = path.steps.flatMap((step) => step.hops);
    let { column } = path;
    const last = path.steps.at(-1);
    // The joined rows themselves decide: a key on the near side does not tell which of them are left.
    if (last && !whole && leadsToNarrowed(last.relation))
      return { alias: aliases.at(-1) ?? this.tables.base, column, joins: aliases, passed };
    for (let hop = hops.pop(); hop && trimmable(hop, column) && !conditionOf(hop); hop = hops.pop()) {
      column = hop.fromColumn;
      const last = aliases.pop();
      if (last !== undefined) this.tables.release(last);
    }
    return { alias: aliases.at(-1) ?? this.tables.base, column, joins: aliases, passed };
  }

  /** Joins one relation for its rows' sake, sharing any join that stands. */
  joinRelated(parent: string, hops: readonly Hop[]): string {
    let alias = parent;
    for (const hop of hops) alias = this.tables.join(alias, hop, null);
    return alias;
  }

  column({ alias, column }: Reached): OperationNode {
    this.tables.get(alias).reads += 1;
    const node = keyOf(alias, column);
    this.plainReads?.push(node);
    return node;
  }

  /** Whether the value may be NULL, whatever becomes of the joins on the way to it. */
  mayBeMissing({ alias, column }: Reached): boolean {
    for (
      let at: Join | null = this.tables.get(alias);
      at;
      at = at.parent === null ? null : this.tables.get(at.parent)
    ) {
      if (at.nullable) return true;
    }
    return column.null;
  }
}

/** Whether a relation to many rows leads to what a manager leaves of them. */
function leadsToNarrowed(relation: RelationMeta): boolean {
  return relation.many && isNarrowed(relation.target);
}

function trimmable(hop: Hop, column: Key): boolean {
  return hop.direct && hop.toColumn === column;
}

function nextPrefix(prefix: string): string {
  return prefix === "T" ? "U" : prefix === "Z" ? "AA" : String.fromCharCode(prefix.charCodeAt(0) + 1);
}
