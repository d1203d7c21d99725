import { InvalidQuery, InvalidValue } from "../../errors/index.js";
import { asksWindows } from "../compile/select/windows.js";
import { sameConnection } from "../connections.js";
import { condition } from "../expression/conditions.js";
import { sameValue } from "../expression/param.js";
import { pathNode, sqlNode } from "../expression/node.js";
import { QuerySet } from "../queryset.js";
import { boolean } from "../../values/index.js";
import {
  annotationsOf,
  isSliced,
  namingSteps,
  type AnnotateStep,
  type FilterStep,
  type QueryState,
  type Step,
} from "../state.js";

type Connector = "and" | "or" | "xor";

/**
 * The rows that two querysets of one model have in common, that either has, or that one has and the other has not, as
 * one queryset with the conditions of both.
 *
 * @throws InvalidQuery for querysets that do not fit together.
 * https://docs.djangoproject.com/en/stable/ref/models/querysets/#operators-that-return-new-querysets
 */
export function merge(queryset: QuerySet, given: unknown, connector: Connector): QuerySet {
  const left = queryset.state;
  if (!(given instanceof QuerySet))
    throw new InvalidValue(`${left.model.name}: ${connector}() takes a queryset of ${left.model.name}`);
  const right = given.state;
  refuseUnlike(left, right, connector);
  const ordered = right.ordering !== null && right.ordering.length > 0 ? right : left;
  const said = [left, right].map((each) => isFiltered(each));
  const narrowed = connector === "and" ? said.includes(true) : !said.includes(false);
  const steps = connector === "and" ? together(left, right) : apart(left, right, connector);
  return QuerySet.derive(queryset, {
    steps,
    start: narrowed ? 0 : steps.length,
    groupBy: left.groupBy ?? right.groupBy,
    ordering: ordered.ordering,
    reversed: ordered.reversed,
    low: 0,
    high: null,
    empty: connector === "and" && (left.empty || right.empty),
    everything: left.everything || right.everything,
  });
}

/** Whether a caller has said which rows, and not its manager alone. */
function isFiltered({ steps, start, empty, low, high }: QueryState): boolean {
  return (
    empty ||
    low > 0 ||
    high !== null ||
    steps.slice(start).some(({ kind }) => kind === "filter" || kind === "merge")
  );
}

/** One call behind the other, the names of the second for its conditions alone. */
function together(left: QueryState, right: QueryState): Step[] {
  return [...ended(left.steps), ...unselected(left, right.steps)];
}

function apart(left: QueryState, right: QueryState, connector: "or" | "xor"): Step[] {
  const arms = [ended(armOf(left, connector)), unselected(left, armOf(right, connector))];
  return [{ kind: "merge", connector, arms }];
}

/** What comes behind is another call: it speaks of related rows of its own. */
function ended(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1);
  if (last?.kind !== "filter" || !last.sticky) return steps;
  const { kind, condition, negated } = last;
  return [...steps.slice(0, -1), { kind, condition, negated }];
}

/** The steps of a queryset; where more decides which rows it has, its rows by their key, as in Django. */
function armOf(state: QueryState, connector: Connector): readonly Step[] {
  const names = namingSteps(state.steps);
  if (state.empty) return [...names, filtering(sqlNode(["false"], [], boolean))];
  if (!isSliced(state) && !asksWindows(state)) return state.steps;
  const { model } = state;
  if (model.primaryKey.length > 1) {
    throw new InvalidQuery(
      `${model.name}: ${connector}() cannot follow limit(), offset() or a condition on a window where the key has several columns`,
    );
  }
  const rows = new QuerySet({
    ...state,
    shape: { kind: "instances" },
    related: [],
    lock: null,
    cached: null,
  });
  const key = pathNode([model.key.name], model.key.codec, model);
  return [...names, filtering(condition(key, "in", rows))];
}

function filtering(node: FilterStep["condition"]): FilterStep {
  return { kind: "filter", condition: node, negated: false };
}

/** Steps whose names serve later conditions and are not fetched; what the first queryset names as well stands there. */
function unselected(left: QueryState, steps: readonly Step[]): readonly Step[] {
  const known = annotationsOf(left);
  return steps.flatMap((step): Step[] => {
    if (step.kind === "merge") return [{ ...step, arms: step.arms.map((arm) => unselected(left, arm)) }];
    if (step.kind === "reach") return [];
    if (step.kind === "filter") return [step];
    return known.has(step.name) ? [] : [{ ...step, selected: false }];
  });
}

function refuseUnlike(left: QueryState, right: QueryState, connector: Connector): void {
  const { name } = left.model;
  const refuse = (why: string): never => {
    throw new InvalidQuery(`${name}: ${connector}() ${why}`);
  };
  if (left.model !== right.model) refuse(`takes a queryset of ${name}, not of ${right.model.name}`);
  if (!sameConnection(left.using, right.using))
    refuse(
      `takes querysets of one connection, not of "${left.using ?? "default"}" and "${right.using ?? "default"}"`,
    );
  if (left.combined || right.combined)
    refuse(
      "cannot take what union(), intersection() or difference() gave: say it before, on each of their querysets",
    );
  if (connector === "and" && (isSliced(left) || isSliced(right)))
    refuse("cannot take a queryset after limit() or offset(): slice the combination");
  if (left.distinct !== right.distinct || keysOf(left.distinctOn) !== keysOf(right.distinctOn))
    refuse("takes querysets that are distinct alike: say distinct() of both, or of the combination");
  if (valuesOf(left) !== valuesOf(right))
    refuse("takes querysets that give the same values: say values() of both alike, or of the combination");
  for (const each of annotationsOf(left).values()) {
    const other = annotationsOf(right).get(each.name);
    if (other && !isSame(each, other))
      refuse(
        `takes querysets that mean the same by '${each.name}': give one of the annotations another name`,
      );
  }
}

function keysOf(nodes: QueryState["distinctOn"]): string {
  return nodes.map(({ key }) => key).join();
}

function valuesOf({ shape, groupBy }: QueryState): string {
  if (shape.kind === "instances") return "";
  const groups = groupBy === null || groupBy === "model" ? groupBy : [...groupBy].sort();
  return JSON.stringify([[...shape.names].sort(), groups]);
}

/** Whether two annotations say one thing: of one shape, and with the same values in it. */
function isSame(left: AnnotateStep, right: AnnotateStep): boolean {
  if (left.node.key !== right.node.key) return false;
  return left.node.params.every((param, at) => {
    const other = right.node.params[at];
    return other !== undefined && sameValue(param, other);
  });
}
