import type { OperationNode, SelectQueryNode } from "kysely";
import { InvalidQuery } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import { pathNode } from "../expression/node.js";
import { queriedAs } from "../../values/index.js";
import type { Sql } from "../lookups/sql.js";
import { isSliced, reshaped, type Combination, type OrderTerm, type QueryState } from "../state.js";
import { Builder } from "./builder.js";
import { directed } from "./directed.js";
import { columnOf, fragment, joined, keyword } from "./fragment.js";
import { orderAndSlice } from "./assemble.js";
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
  const beside = combined.named ? namesBeside(state, terms) : [];
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
  const places = terms.map((term) => orderTerm(given, term, first.plan));
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
  const { node, codecs, plan } = selectCombined(state, combined);
  const outer = new Builder(model, model.spec.client.timeZone);
  const refuse = (what: string): never => {
    throw new InvalidQuery(
      `${model.name}: after union() and its kin aggregate() takes the columns that it gives, not ${what}: say it before, on each of its querysets`,
    );
  };
  const read = (names: readonly string[]): Sql => {
    const name = names.join("__");
    const place = placeOf(model, state, name === "pk" ? keyName(model) : name, plan) ?? refuse(`'${name}'`);
    const column = columnOf("rows", `c${String(place)}`);
    const codec = codecs[place] ?? null;
    if (codec === null || queriedAs(codec) === codec) return { node: column, codec };
    return { node: fragment`${column}::jsonb`, codec: queriedAs(codec) };
  };
  outer.through = { read, inner: () => refuse("a window"), aggregates: false };
  return { rows: isSliced(state) ? fromRows(node) : node, outer };
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

/** Fields of the order that `values()` behind the union left out: every part gives them, the whole does not. */
function namesBeside(state: QueryState, terms: readonly OrderTerm[]): string[] {
  const names = terms.flatMap(({ node }) => (node.kind === "path" ? [node.names.join("__")] : []));
  return [...new Set(names)].filter(
    (name) => state.model.column(name) !== undefined && placeOf(state.model, state, name, null) === null,
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

function orderTerm(state: QueryState, term: OrderTerm, plan: InstancePlan | null): OperationNode {
  const name = term.node.kind === "path" ? term.node.names.join("__") : null;
  const place = name === null ? null : placeOf(state.model, state, name, plan);
  if (place === null) {
    throw new InvalidQuery(
      `${state.model.name}: a combined queryset is ordered by the columns that it gives`,
    );
  }
  const nulls = term.nulls === null ? null : (term.nulls === "first") !== state.reversed ? "first" : "last";
  const column = state.combined?.named ? columnOf("rows", `c${String(place)}`) : keyword(String(place + 1));
  return directed(column, term.descending !== state.reversed, nulls);
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
