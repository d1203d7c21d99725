import { query, type Operation } from "../../executor/run/operation.js";
import type { Instance } from "../../meta/instance-identity.js";
import { relationLabel, type RelationMeta } from "../../meta/relation.js";
import { plainKey, readKey } from "../../meta/key.js";
import { defaultState } from "../../query/default-state.js";
import { condition, every } from "../../query/expression/conditions.js";
import {
  lookupNode,
  pathNode,
  sqlNode,
  windowNode,
  type Node,
  type ParamNode,
} from "../../query/expression/node.js";
import { parseOrder } from "../../query/order.js";
import { initialState, isSliced, type Prefetch, type QueryState } from "../../query/state.js";
import { boolean, int8 } from "../../values/index.js";
import { selectStatement, shaped } from "../read/fetch.js";

/** The rows at the other end of a relation, by the key of the instance that they belong to. */
export type Found = ReadonlyMap<unknown, readonly Instance[]>;

/** Where a row's owner stands in the row: a name that no annotation of a user's can have. */
const OWNER = "+owner";
/** The number of a row among those of its owner. */
const PLACE = "+place";

/** Which rows a prefetch asks for, of any owner. */
export function prefetched(
  relation: RelationMeta,
  { state }: Prefetch,
  using: string | undefined,
): QueryState {
  if (state !== null) return state;
  return { ...(relation.many ? defaultState(relation.target) : initialState(relation.target)), using };
}

/** The rows of these owners, with one query. One owner has a shape of its own: PostgreSQL then plans it once. */
export function* relatedRows(
  relation: RelationMeta,
  base: QueryState,
  owners: readonly unknown[] | ParamNode,
): Operation<Found> {
  const own = relation.near;
  const owner = pathNode(backPath(relation), own.codec, relation.target, true);
  const one = !isList(owners) || owners.length === 1;
  const state: QueryState = {
    ...base,
    steps: [
      ...base.steps,
      { kind: "filter", condition: ownedBy(owner, owners), negated: false },
      { kind: "annotate", name: OWNER, node: owner, selected: true },
    ],
  };
  const asked = one ? state : perOwner(state, owner);
  const { statement, extra } = selectStatement(asked);
  const { rows } = yield* query(statement, asked.using);
  const instances = (yield* shaped(asked, extra, rows)) as Instance[];
  const position = extra?.annotations?.find((each) => each.name === OWNER)?.position ?? 0;
  const found = new Map<unknown, Instance[]>();
  for (const [at, instance] of instances.entries()) {
    const key = plainKey(own, rows[at]?.[position]);
    const list = found.get(key);
    if (list) list.push(instance);
    else found.set(key, [instance]);
  }
  return found;
}

function isList(owners: readonly unknown[] | ParamNode): owners is readonly unknown[] {
  return Array.isArray(owners);
}

function ownedBy(owner: Node, owners: readonly unknown[] | ParamNode): Node {
  if (!isList(owners)) return lookupNode("exact", owner, [owners], boolean);
  return owners.length === 1 ? condition(owner, "exact", owners[0]) : condition(owner, "in", owners);
}

/** A slice means so many rows of each owner, as in Django: rows are numbered by owner. */
function perOwner(state: QueryState, owner: Node): QueryState {
  if (!isSliced(state)) return state;
  const { low, high, model } = state;
  const names = state.ordering ? [] : model.ordering.map((name) => parseOrder(model, name));
  const order = (state.ordering ?? names).map((term) =>
    state.reversed ? { ...term, descending: !term.descending } : term,
  );
  const whole = int8({ as: "number" });
  const nth = windowNode(sqlNode(["row_number()"], [], whole), [owner], order, null);
  const place = pathNode([PLACE], whole, null);
  const within = [
    ...(low > 0 ? [condition(place, "gt", low)] : []),
    ...(high === null ? [] : [condition(place, "lte", high)]),
  ];
  return {
    ...state,
    low: 0,
    high: null,
    steps: [
      ...state.steps,
      { kind: "annotate", name: PLACE, node: nth, selected: true },
      { kind: "filter", condition: every(within), negated: false },
    ],
  };
}

export function ownerKey(relation: RelationMeta, instance: Instance): unknown {
  return plainKey(relation.near, readKey(instance, relation.near));
}

/** How the rows name the instance that they belong to. */
function backPath(relation: RelationMeta): readonly string[] {
  if (relation.column) return [relation.far.name];
  if (!relation.inverse) throw new TypeError(`${relationLabel(relation)} has no way back`);
  return [relation.inverse.queryName];
}
