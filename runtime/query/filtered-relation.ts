import { InvalidLookup, InvalidQuery } from "../errors/index.js";
import type { ModelMeta } from "../meta/meta.js";
import type { Hop, RelationMeta } from "../meta/relation.js";
import { containsAggregate, containsWindow } from "./expression/contains.js";
import { refuseForeign } from "./expression/foreign.js";
import type { FilteredNode, Node } from "./expression/node.js";
import type { PathStep } from "./path.js";
import type { AnnotateStep } from "./state.js";

/** The names that a queryset has made. */
export type Annotations = ReadonlyMap<string, AnnotateStep>;

/** The filtered relation of this name, or null. */
export function filteredBy(annotations: Annotations, name: string): FilteredNode | null {
  const node = annotations.get(name)?.node;
  return node?.kind === "filtered" ? node : null;
}

const made = new WeakMap<FilteredNode, readonly PathStep[]>();
const conditions = new WeakMap<Hop, Node>();
let count = 0;

/** The condition on the rows that a join leads to. */
export function conditionOf(hop: Hop): Node | undefined {
  return conditions.get(hop);
}

/** Whether a step leads to rows of a condition alone: a key on the near side does not tell which these are. */
export function isFiltered({ hops }: PathStep): boolean {
  return hops.some((hop) => conditions.has(hop));
}

/** The way of a filtered relation: the last of its joins is its own, and may find no row. */
export function stepsOf(model: ModelMeta, name: string, node: FilteredNode): readonly PathStep[] {
  let steps = made.get(node);
  if (!steps) made.set(node, (steps = build(model, name, node)));
  return steps;
}

function build(model: ModelMeta, name: string, { names, condition }: FilteredNode): PathStep[] {
  const relations = relationsOn(model, names);
  const last = relations.at(-1);
  const end = last?.hops.at(-1);
  if (!last || !end) throw new TypeError(`${names.join("__")} leads nowhere`);
  const hop: Hop = { ...end, identity: `${end.identity}|${name}${String((count += 1))}` };
  if (condition) conditions.set(hop, condition);
  const hops = [...last.hops.slice(0, -1), hop];
  const own: RelationMeta = { ...last, queryName: name, null: true, column: null, inverse: null, hops };
  const before = relations.slice(0, -1).map((relation) => stepOf(relation.queryName, relation));
  return [...before, stepOf(name, own)];
}

function stepOf(name: string, relation: RelationMeta): PathStep {
  return { name, relation, hops: relation.hops };
}

function relationsOn(model: ModelMeta, names: readonly string[]): RelationMeta[] {
  let at = model;
  return names.map((name) => {
    const relation = at.relation(name);
    if (!relation) {
      throw new InvalidLookup(
        `filteredRelation("${names.join("__")}"): ${at.name} has no relation '${name}': it takes relations alone`,
      );
    }
    at = relation.target;
    return relation;
  });
}

/** @throws InvalidLookup for a path that leads to no relation, InvalidQuery for a condition on other rows than those at its end. */
export function checkFiltered(model: ModelMeta, { names, condition }: FilteredNode): void {
  const target = relationsOn(model, names).at(-1)?.target ?? model;
  if (!condition) return;
  refuseForeign(condition, target);
  if (containsAggregate(condition) || containsWindow(condition))
    throw new InvalidQuery(
      `filteredRelation("${names.join("__")}") takes a condition on rows, not on groups or windows`,
    );
}
