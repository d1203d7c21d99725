import type { Instance } from "../meta/instance-identity.js";
import type { ModelMeta } from "../meta/meta.js";
import type { Node } from "./expression/node.js";

export interface FilterStep {
  readonly kind: "filter";
  /** One `filter()` or `exclude()` call: its conditions constrain one related row. */
  readonly condition: Node;
  readonly negated: boolean;
  /** Whether the next call speaks of the same related rows: what a many-to-many manager begins with, as in Django. */
  readonly sticky?: true;
}

/** A name made by `annotate()` or `alias()`: what stands before it in the chain decides what it sees. */
export interface AnnotateStep {
  readonly kind: "annotate";
  readonly name: string;
  readonly node: Node;
  /** False for `alias()`: known to later conditions, not selected. */
  readonly selected: boolean;
}

/** What `values()` names beyond relations to many rows: the rows are those that its joins make where it was said. */
export interface ReachStep {
  readonly kind: "reach";
  readonly names: readonly string[];
}

/** Querysets of one model put together by `or()` and `xor()`: by their conditions, each of which may be several calls. */
export interface MergeStep {
  readonly kind: "merge";
  readonly connector: "or" | "xor";
  readonly arms: readonly (readonly Step[])[];
}

export type Step = FilterStep | AnnotateStep | ReachStep | MergeStep;

/** The expressions of steps, in the order of their keys. */
export function nodesOf(steps: readonly Step[]): readonly Node[] {
  return steps.flatMap((step): readonly Node[] => {
    switch (step.kind) {
      case "filter":
        return [step.condition];
      case "annotate":
        return [step.node];
      case "reach":
        return [];
      case "merge":
        return step.arms.flatMap(nodesOf);
    }
  });
}

/** What steps name, those of querysets put together included. */
export function namingSteps(steps: readonly Step[]): readonly AnnotateStep[] {
  return steps.flatMap((step) => {
    if (step.kind === "merge") return step.arms.flatMap(namingSteps);
    return step.kind === "annotate" ? [step] : [];
  });
}

export interface OrderTerm {
  readonly node: Node;
  readonly descending: boolean;
  readonly nulls: "first" | "last" | null;
}

/** What the rows of a queryset become. */
export type Shape =
  | { readonly kind: "instances" }
  | { readonly kind: "values"; readonly names: readonly string[] }
  | { readonly kind: "tuples"; readonly names: readonly string[]; readonly flat: boolean };

/** Rows to load beside those of the queryset: one query a relation. */
export interface Prefetch {
  /** Properties, joined by `__`: `books__reviews`. */
  readonly path: string;
  /** Which rows, in place of all. */
  readonly state: QueryState | null;
  /** The property that takes the rows, in place of the relation's own. */
  readonly as: string | null;
}

export interface Lock {
  readonly strength: "update" | "noKeyUpdate";
  readonly wait: "wait" | "skipLocked" | "noWait";
  /** Paths of the fetched relations whose rows are locked, `self` for the queryset's own. */
  readonly of: readonly string[];
}

export interface Combination {
  readonly operator: "union" | "union all" | "intersect" | "except";
  readonly states: readonly QueryState[];
  /** Whether `values()` was said of the whole: its parts may then give what only the order needs. */
  readonly named?: true;
}

/** Everything that a queryset says, as immutable data. */
export interface QueryState {
  readonly model: ModelMeta;
  /** The connection's name; undefined is the default one. */
  readonly using: string | undefined;
  readonly steps: readonly Step[];
  /** How many of the steps its manager began with: they narrow nothing that a caller has said. */
  readonly start: number;
  /** What an aggregate annotation groups by: the model's rows, or the fields that `values()` had named. */
  readonly groupBy: "model" | readonly string[] | null;
  /** Null: the model's own ordering. */
  readonly ordering: readonly OrderTerm[] | null;
  readonly reversed: boolean;
  /** Rows to leave out at the start, and the first row not taken. */
  readonly low: number;
  readonly high: number | null;
  readonly distinct: boolean;
  /** The fields of DISTINCT ON. */
  readonly distinctOn: readonly Node[];
  /** Querysets put together by `union()` and its kin; their rows are this one's. */
  readonly combined: Combination | null;
  /** Paths of relations fetched in the same query. */
  readonly related: readonly string[];
  readonly prefetch: readonly Prefetch[];
  /** Rows fetched together load a relation together when one of them needs it. */
  readonly peers: boolean;
  /** Where a prefetch may have put the rows: asked for as they are, they cost no query then. */
  readonly cached: { readonly instance: Instance; readonly name: string } | null;
  /** Names of the columns fetched, or of those left out. */
  readonly columns: { readonly mode: "only" | "defer"; readonly names: readonly string[] } | null;
  readonly shape: Shape;
  readonly lock: Lock | null;
  /** The instance that the rows were reached from, and the relation by which they know it. */
  readonly known: { readonly name: string; readonly instance: Instance } | null;
  /** `none()`: no query is made. */
  readonly empty: boolean;
  /** `all()` was said: `update()` and `delete()` may touch every row. */
  readonly everything: boolean;
}

/** All rows of a model. */
export function initialState(model: ModelMeta): QueryState {
  return {
    model,
    using: undefined,
    steps: [],
    start: 0,
    groupBy: null,
    ordering: null,
    reversed: false,
    low: 0,
    high: null,
    distinct: false,
    distinctOn: [],
    combined: null,
    related: [],
    prefetch: [],
    peers: false,
    cached: null,
    columns: null,
    shape: { kind: "instances" },
    lock: null,
    known: null,
    empty: false,
    everything: false,
  };
}

/** The annotations of a queryset by name. */
export function annotationsOf(state: QueryState): ReadonlyMap<string, AnnotateStep> {
  // What the parts of a union give is what the first one gives.
  const first = state.combined?.states[0];
  if (first) return annotationsOf(first);
  let known = annotations.get(state.steps);
  if (!known) {
    known = new Map(namingSteps(state.steps).map((step) => [step.name, step] as const));
    annotations.set(state.steps, known);
  }
  return known;
}

const annotations = new WeakMap<readonly Step[], ReadonlyMap<string, AnnotateStep>>();

/** Whether the order says which rows there are, and not only how they come. */
export function orderDecides(state: QueryState): boolean {
  return isSliced(state) || state.distinctOn.length > 0;
}

/** The same rows giving something else: each of the querysets that were put together gives it. */
export function reshaped(state: QueryState, change: Partial<QueryState>): QueryState {
  const { combined } = state;
  if (!combined) return { ...state, ...change };
  const states = combined.states.map((part) => reshaped(part, change));
  return { ...state, ...change, combined: { ...combined, states } };
}

export function isSliced(state: QueryState): boolean {
  return state.low > 0 || state.high !== null;
}
