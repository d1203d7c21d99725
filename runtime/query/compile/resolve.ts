import { RawNode, type OperationNode } from "kysely";
import { InvalidLookup, InvalidQuery } from "../../errors/index.js";
import type { ModelMeta } from "../../meta/meta.js";
import { queriedAs, type Codec } from "../../values/index.js";
import type { AggregateNode, Node, OuterNode, QueryNode, WindowNode } from "../expression/node.js";
import type { OrderTerm } from "../state.js";
import { kindOf } from "../kind.js";
import { findTransform, requireLookup } from "../lookups/registry.js";
import type { Sql } from "../lookups/sql.js";
import { unknownName } from "../path.js";
import type { Annotated, Builder, Reached } from "./builder.js";
import { bindingOf, isDelimited } from "./binding.js";
import { directed } from "./select/directed.js";
import { fragment, joined, keyword, parameter, parenthesised } from "./fragment.js";
import { subselect } from "./select/subqueries.js";
import { isOnPath } from "./conditions/lookup.js";
import { conditionSql } from "./conditions/where.js";

interface Known {
  readonly left: Sql;
  readonly right: readonly Sql[];
}

/**
 * An expression's SQL in a query.
 *
 * @param reuse joins to many rows that the expression may share; null: any.
 * @param reached where the path inside ended, if the caller has followed it already.
 * @param known operands of a lookup that the caller has resolved already.
 */
export function resolve(
  builder: Builder,
  node: Node,
  reuse: Set<string> | null,
  reached?: Reached,
  known?: Known,
): Sql {
  const reads = builder.plainReads;
  if (!reads || !isGrouped(builder, node)) return resolveNode(builder, node, reuse, reached, known);
  // A group is by the whole of what it reads, as in Django: not by the columns in it.
  builder.plainReads = null;
  try {
    const sql = resolveNode(builder, node, reuse, reached, known);
    reads.push(sql.node);
    return sql;
  } finally {
    builder.plainReads = reads;
  }
}

/** Whether an expression beside an aggregate is something to group by: the parts of a condition are, not the condition. */
function isGrouped(builder: Builder, node: Node): boolean {
  const computed = node.kind === "transform" || node.kind === "sql" || node.kind === "arithmetic";
  return computed && !builder.isAggregate(node);
}

function resolveNode(
  builder: Builder,
  node: Node,
  reuse: Set<string> | null,
  reached?: Reached,
  known?: Known,
): Sql {
  const { codec } = node;
  switch (node.kind) {
    case "param":
      return { node: parameter(node.param), codec };
    case "path": {
      const annotation = builder.annotations.get(node.names[0] ?? "");
      if (annotation) return named(builder, annotation);
      if (builder.through) return builder.through.read(node.names);
      const end = reached ?? builder.reach(node.names, reuse, true, node.whole);
      if (reuse) for (const alias of end.joins) reuse.add(alias);
      return columnSql(builder, end, codec);
    }
    case "transform": {
      const of = operand(builder, node.of, reuse, reached);
      const transform = of.codec ? findTransform(node.name, of.codec) : undefined;
      if (!transform) throw new InvalidLookup(`'${node.name}' is no transform here`);
      return { node: transform.sql(of, node.timeZone ?? builder.timeZone), codec };
    }
    case "lookup": {
      if (!known && !reached && isOnPath(builder, node))
        return { node: conditionSql(builder, node, reuse), codec };
      const left = known?.left ?? operand(builder, node.left, reuse, reached);
      const right = known?.right ?? node.right.map((each) => operand(builder, each, reuse));
      return { node: requireLookup(node.name, left.codec).sql(left, right), codec };
    }
    case "and":
    case "or":
    case "xor":
    case "not":
      return { node: conditionSql(builder, node, reuse), codec };
    case "arithmetic": {
      const left = operand(builder, node.left, reuse, reached);
      const right = operand(builder, node.right, reuse);
      return { node: fragment`(${left.node} ${keyword(node.operator)} ${right.node})`, codec };
    }
    case "sql": {
      const operands = node.operands.map((each, position) => {
        const [before = "", behind = ""] = node.fragments.slice(position, position + 2);
        const make = isDelimited(before, behind) ? resolve : operand;
        return make(builder, each, reuse, position === 0 ? reached : undefined).node;
      });
      return { node: RawNode.create(node.fragments, operands), codec };
    }
    case "filtered":
      throw new InvalidQuery(
        `filteredRelation("${node.names.join("__")}") is no value: give it a name with annotate() or alias()`,
      );
    case "keyword":
      throw unknownName(node.model, node.name);
    case "resolved":
      return { node: node.sql, codec };
    case "aggregate":
      if (builder.through?.aggregates) return builder.through.inner(node);
      return { node: aggregate(builder, node, reuse), codec };
    case "window":
      if (builder.through) return builder.through.inner(node);
      return { node: over(builder, node, reuse), codec };
    case "outer":
      return outer(builder, node, node.names);
    case "query":
      return { node: query(builder, node), codec };
  }
}

/** An expression's SQL as an operand: in parentheses, where the operator beside it would take it apart. */
export function operand(builder: Builder, node: Node, reuse: Set<string> | null, reached?: Reached): Sql {
  return enclosed(node, resolve(builder, node, reuse, reached));
}

function enclosed(node: Node, sql: Sql): Sql {
  return bindingOf(node) === "whole" ? sql : { ...sql, node: parenthesised(sql.node) };
}

/** An annotation stands in a later expression as its own SQL. */
function named(builder: Builder, annotation: Annotated): Sql {
  builder.plainReads?.push(...(annotation.aggregate ? annotation.reads : [annotation.sql.node]));
  return enclosed(annotation.node, annotation.sql);
}

function aggregate(builder: Builder, node: AggregateNode, reuse: Set<string> | null): OperationNode {
  const before = builder.plainReads;
  builder.plainReads = null;
  try {
    const args = node.args.map((arg) => present(resolve(builder, arg, reuse)));
    const list = args.length === 0 ? keyword("*") : joined(args, ", ");
    const order =
      node.order.length === 0 ? keyword("") : fragment` order by ${orderTerms(builder, node.order, reuse)}`;
    const filter = node.filter
      ? fragment` filter (where ${resolve(builder, node.filter, reuse).node})`
      : keyword("");
    return fragment`${keyword(node.name)}(${keyword(node.distinct ? "distinct " : "")}${list}${order})${filter}`;
  } finally {
    builder.plainReads = before;
  }
}

/** A key of several columns of an outer join's missing row is no value: a row of NULLs would be one. */
function present({ node, codec }: Sql): OperationNode {
  if (codec === null || kindOf(codec) !== "row") return node;
  return fragment`case when ${node} is not null then ${node} end`;
}

function over(builder: Builder, node: WindowNode, reuse: Set<string> | null): OperationNode {
  const parts: OperationNode[] = [];
  if (node.partition.length > 0) {
    const list = node.partition.map((each) => resolve(builder, each, reuse).node);
    parts.push(fragment`partition by ${joined(list, ", ")}`);
  }
  if (node.order.length > 0) parts.push(fragment`order by ${orderTerms(builder, node.order, reuse)}`);
  if (node.frame !== null) parts.push(keyword(node.frame));
  // The function stands with its window: what it reads is grouped by, not the function.
  const of = resolveNode(builder, node.of, reuse).node;
  return fragment`${of} over (${parts.length === 0 ? keyword("") : joined(parts, " ")})`;
}

function orderTerms(builder: Builder, terms: readonly OrderTerm[], reuse: Set<string> | null): OperationNode {
  return joined(
    terms.map((term) => directed(resolve(builder, term.node, reuse).node, term.descending, term.nulls)),
    ", ",
  );
}

function outer(builder: Builder, node: OuterNode, names: readonly string[]): Sql {
  const parent = builder.ofJoin ? (builder.parent?.parent ?? null) : builder.parent;
  if (!parent) throw new InvalidLookup("outerRef() stands only in a subquery");
  if (names[0] === "^") return outer(parent, node, names.slice(1));
  if (node.model && node.model !== parent.model) throw notAround(node.model, names, parent.model);
  const annotation = parent.annotations.get(names[0] ?? "");
  if (annotation) return named(parent, annotation);
  if (parent.through) return parent.through.read(names);
  const end = parent.reach(names, null);
  return columnSql(parent, end, null);
}

function columnSql(builder: Builder, end: Reached, known: Codec | null): Sql {
  const { codec } = end.column;
  const column = builder.column(end);
  if (queriedAs(codec) === codec) return { node: column, codec: known ?? codec };
  return { node: fragment`${column}::jsonb`, codec: known ?? queriedAs(codec) };
}

function notAround(model: ModelMeta, names: readonly string[], around: ModelMeta): InvalidQuery {
  const label = `${model.name}.f.${names.join(".")}`;
  return new InvalidQuery(
    `outerRef(${label}) stands inside a query of ${around.name}: it takes a field of the query around, or outerRef(outerRef(…)) of one further out`,
  );
}

function query(builder: Builder, node: QueryNode): OperationNode {
  const inner = subselect(node.state, builder, node.form, node.width);
  // The compiler writes the parentheses of a query inside another.
  if (node.form === "array") return fragment`array${inner}`;
  return node.form === "exists" ? fragment`exists ${inner}` : inner;
}
