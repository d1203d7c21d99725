import type { OperationNode, SelectQueryNode } from "kysely";
import { InvalidQuery } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import { pathNode, type Node } from "../expression/node.js";
import { pathsIn } from "../expression/contains.js";
import { queriedAs } from "../../values/index.js";
import type { Sql } from "../lookups/sql.js";
import {
  annotationsOf,
  isSliced,
  reshaped,
  type Combination,
  type OrderTerm,
  type QueryState,
} from "../state.js";
import { Builder } from "./builder.js";
import { directed } from "./directed.js";
import { columnOf, fragment, joined, keyword } from "./fragment.js";
import { orderAndSlice } from "./assemble.js";
import { resolve } from "./resolve.js";
import { selectRows, type Select } from "./rows.js";
import { fromRows, withSelections } from "./select-node.js";
import type { InstancePlan } from "./plan.js";

/** Querysets put together: each in parentheses, ordered by the columns of the first. */
export function selectCombined(
  state: QueryState,
  combined: Combination,
  parent: Builder | null = null,
): Select {
  const terms = (state.ordering ?? []).flatMap((term) => expanded(state.model, term));
  const beside = combined.named ? namesBeside(state, combined, terms) : [];
  const arms = combined.states.map((arm) =>
    selectRows(beside.length > 0 ? giving(arm, beside) : arm, parent),
  );
  const [first] = arms;
  if (!first) throw new TypeError("nothing to combine");
  for (const arm of arms) {
    if (arm.codecs.length === first.codecs.length) continue;
    throw new InvalidQuery(
      `${state.model.name}: ${combined.operator} of querysets with ${String(first.codecs.length)} and ${String(arm.codecs.length)} columns: name the same number with values()`,
    );
  }
  const parts = arms.map((arm) => widthOf(arm, first.codecs.length));
  const rows = joined(parts, ` ${combined.operator} `);
  const given = giving(state, beside);
  const reader = readerOf(given, first, parent, (what) => refuseOrder(state.model, what));
  const places = terms.map((term) => orderTerm(given, term, first.plan, reader));
  const columns = first.codecs.length - beside.length;
  return {
    node: around(rows, first.codecs.length, columns, state, places),
    codecs: first.codecs.slice(0, columns),
    plan: first.plan,
  };
}

/** A query around the rows of a combination: it reads the columns that they give. */
export function aroundCombined(state: QueryState, combined: Combination) {
  const { model } = state;
  const rows = selectCombined(state, combined);
  const outer = readerOf(state, rows, null, (what) => {
    throw new InvalidQuery(
      `${model.name}: after union() and its kin aggregate() takes the columns that it gives, not ${what}: say it before, on each of its querysets`,
    );
  });
  return { rows: isSliced(state) ? fromRows(rows.node) : rows.node, outer };
}

/** What reads the columns of a combination; `refuse` throws for what they are not. */
function readerOf(
  state: QueryState,
  { codecs, plan }: Pick<Select, "codecs" | "plan">,
  parent: Builder | null,
  refuse: (what: string) => never,
): Builder {
  const { model } = state;
  const outer = new Builder(model, model.spec.client.timeZone, parent);
  const read = (names: readonly string[]): Sql => {
    const name = names.join("__");
    const place = placeOf(model, state, name === "pk" ? keyName(model) : name, plan) ?? refuse(`'${name}'`);
    const column = columnOf("rows", `c${String(place)}`);
    const codec = codecs[place] ?? null;
    if (codec === null || queriedAs(codec) === codec) return { node: column, codec };
    return { node: fragment`${column}::jsonb`, codec: queriedAs(codec) };
  };
  outer.through = { read, inner: () => refuse("a window"), aggregates: false };
  return outer;
}

function refuseOrder(model: ModelMeta, what: string): never {
  throw new InvalidQuery(
    `${model.name}: a combined queryset is ordered by the columns that it gives, not by ${what}`,
  );
}

function keyName({ primaryKey }: ModelMeta): string {
  const [only] = primaryKey;
  return primaryKey.length === 1 && only ? only.name : "pk";
}

/** What a part selects beside what it gives, as distinct rows do for their order, stays inside of it. */
function widthOf({ node }: Select, width: number): SelectQueryNode {
  if (node.selections?.length === width) return node;
  const columns = Array.from({ length: width }, (_, at) => columnOf("rows", `c${String(at)}`));
  return withSelections(fromRows(node), columns);
}

/** `orderBy("pk")` after a union speaks of the columns of the key. */
function expanded(model: ModelMeta, term: OrderTerm): OrderTerm[] {
  if (term.node.kind !== "path" || term.node.names.join("__") !== "pk") return [term];
  return model.primaryKey.map((key) => ({ ...term, node: pathNode([key.name], key.codec, model) }));
}

/** What the order reads and `values()` behind the union left out: every part gives it, the whole does not. */
function namesBeside(state: QueryState, { states }: Combination, terms: readonly OrderTerm[]): string[] {
  const isGiven = (name: string) =>
    state.model.column(name) !== undefined || states.every((arm) => annotationsOf(arm).has(name));
  return [...new Set(terms.flatMap(({ node }) => pathsIn(node)))].filter(
    (name) => isGiven(name) && placeOf(state.model, state, name, null) === null,
  );
}

function giving(state: QueryState, names: readonly string[]): QueryState {
  if (state.shape.kind === "instances" || names.length === 0) return state;
  return reshaped(state, { shape: { kind: "values", names: [...state.shape.names, ...names] } });
}

/** Columns of the parts may share names: the whole is a query of numbered columns. */
function around(
  rows: OperationNode,
  width: number,
  given: number,
  state: QueryState,
  terms: readonly OperationNode[],
): SelectQueryNode {
  const names = Array.from({ length: width }, (_, at) => keyword(`"c${String(at)}"`));
  const table = fragment`(${rows}) as "rows" (${joined(names, ", ")})`;
  const columns =
    width === given
      ? [keyword('"rows".*')]
      : Array.from({ length: given }, (_, at) => columnOf("rows", `c${String(at)}`));
  const from: SelectQueryNode = { kind: "SelectQueryNode", from: { kind: "FromNode", froms: [table] } };
  return { ...withSelections(from, columns), ...orderAndSlice(state, terms) };
}

function orderTerm(
  state: QueryState,
  term: OrderTerm,
  plan: InstancePlan | null,
  reader: Builder,
): OperationNode {
  const nulls = term.nulls === null ? null : (term.nulls === "first") !== state.reversed ? "first" : "last";
  return directed(orderColumn(state, term.node, plan, reader), term.descending !== state.reversed, nulls);
}

/** The place of a column that the rows give, or what is computed of such. */
function orderColumn(
  state: QueryState,
  node: Node,
  plan: InstancePlan | null,
  reader: Builder,
): OperationNode {
  if (node.kind !== "path") {
    if (reader.isAggregate(node)) refuseOrder(state.model, "an aggregate");
    return resolve(reader, node, null).node;
  }
  const name = node.names.join("__");
  const place = placeOf(state.model, state, name, plan) ?? refuseOrder(state.model, `'${name}'`);
  return state.combined?.named ? columnOf("rows", `c${String(place)}`) : keyword(String(place + 1));
}

function placeOf(
  model: ModelMeta,
  state: QueryState,
  name: string,
  plan: InstancePlan | null,
): number | null {
  if (plan) {
    const annotation = plan.annotations?.find((each) => each.name === name);
    if (annotation) return annotation.position;
    const at = plan.columns.findIndex((column) => column.name === name || column.attribute === name);
    return at < 0 ? null : plan.offset + at;
  }
  if (state.shape.kind === "instances") return null;
  const own = model.column(name);
  const at = state.shape.names.findIndex(
    (each) => each === name || (own !== undefined && model.column(each) === own),
  );
  return at < 0 ? null : at;
}
