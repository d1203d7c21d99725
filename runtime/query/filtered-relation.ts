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

interface Way {
  readonly steps: readonly PathStep[];
  /** The filtered relation that it begins with. */
  readonly behind: FilteredNode | null;
}

const made = new WeakMap<FilteredNode, Way>();
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
export function stepsOf(
  model: ModelMeta,
  name: string,
  node: FilteredNode,
  annotations: Annotations,
): readonly PathStep[] {
  const behind = behindOf(node, annotations);
  let way = made.get(node);
  if (way?.behind !== behind)
    made.set(node, (way = { behind, steps: build(model, name, node, behind, annotations) }));
  return way.steps;
}

/** The filtered relation that another one goes on from. */
function behindOf({ names }: FilteredNode, annotations: Annotations): FilteredNode | null {
  return names.length > 1 ? filteredBy(annotations, names[0] ?? "") : null;
}

function build(
  model: ModelMeta,
  name: string,
  { names, condition }: FilteredNode,
  behind: FilteredNode | null,
  annotations: Annotations,
): PathStep[] {
  const way = behind ? stepsOf(model, names[0] ?? "", behind, annotations) : [];
  const relations = relationsBehind(way, model, names);
  const last = relations.at(-1);
  const end = last?.hops.at(-1);
  if (!last || !end) throw new TypeError(`${names.join("__")} leads nowhere`);
  const hop: Hop = { ...end, identity: `${end.identity}|${name}${String((count += 1))}` };
  if (condition) conditions.set(hop, condition);
  const hops = [...last.hops.slice(0, -1), hop];
  const own: RelationMeta = { ...last, queryName: name, null: true, column: null, inverse: null, hops };
  const before = relations.slice(0, -1).map((relation) => stepOf(relation.queryName, relation));
  return [...way, ...before, stepOf(name, own)];
}

function stepOf(name: string, relation: RelationMeta): PathStep {
  return { name, relation, hops: relation.hops };
}

/** The relation of a name of the queryset's own as one from its rows to those at the end, or null. */
export function filteredRelationOf(
  model: ModelMeta,
  name: string,
  annotations: Annotations,
): RelationMeta | null {
  const node = filteredBy(annotations, name);
  if (!node) return null;
  const steps = stepsOf(model, name, node, annotations);
  const last = steps.at(-1);
  return last ? { ...last.relation, hops: steps.flatMap(({ hops }) => hops) } : null;
}

/** The relations of a path, of which the first name may stand for a way that is gone already. */
function relationsBehind(
  way: readonly PathStep[],
  model: ModelMeta,
  path: readonly string[],
): RelationMeta[] {
  let at = way.at(-1)?.relation.target ?? model;
  return path.slice(way.length > 0 ? 1 : 0).map((name) => {
    const relation = at.relation(name);
    if (!relation) {
      throw new InvalidLookup(
        `filteredRelation("${path.join("__")}"): ${at.name} has no relation '${name}': it takes relations alone`,
      );
    }
    at = relation.target;
    return relation;
  });
}

/** @throws InvalidLookup for a path that leads to no relation, InvalidQuery for a condition on other rows than those at its end. */
export function checkFiltered(model: ModelMeta, node: FilteredNode, annotations: Annotations): void {
  const { names, condition } = node;
  const behind = behindOf(node, annotations);
  const way = behind ? stepsOf(model, names[0] ?? "", behind, annotations) : [];
  const target = relationsBehind(way, model, names).at(-1)?.target ?? model;
  if (!condition) return;
  refuseForeign(condition, target);
  if (containsAggregate(condition) || containsWindow(condition))
    throw new InvalidQuery(
      `filteredRelation("${names.join("__")}") takes a condition on rows, not on groups or windows`,
    );
}
