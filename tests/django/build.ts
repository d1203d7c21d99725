import * as client from "../../fixtures/library/generated/index.js";
import * as runtime from "../../runtime/index.js";
import type { Chain, Expr, Step, Value, Where } from "./chain.js";

/** Chains are data: what the type checker knows of the client is of no use to them. */
export interface Loose {
  readonly [name: string]: Loose & Call;
}
type Call = (...args: readonly unknown[]) => Loose;
interface Model {
  readonly objects: Loose;
  q(where: object): Loose;
}

const models = client as unknown as Readonly<Record<string, Model>>;
const functions = runtime as unknown as Readonly<Record<string, Call>>;

export const modelOf = (name: string): Model => models[name] as Model;

/** Calls a method of what no type is known of. */
export function call(target: Loose, method: string, ...args: readonly unknown[]): Loose {
  const found = target[method];
  if (typeof found !== "function") throw new TypeError(`there is no method ${method}`);
  return found.call(target, ...args);
}

/** A function that the client exports. */
export function fn(name: string, ...args: readonly unknown[]): Loose {
  const found = functions[name];
  if (!found) throw new TypeError(`ormgen exports no ${name}`);
  return found(...args);
}

/** The references that a node may name: those of the queryset it stands in, and of the one around that. */
interface Scope {
  readonly model: string;
  readonly refs: Loose;
  readonly outer: Loose | null;
}

/** A queryset of the client. */
export function queryset(chain: Chain, outer: Loose | null = null): Loose {
  return chain.steps.reduce(
    (rows, step) => apply(rows, step, chain.model, outer),
    modelOf(chain.model).objects,
  );
}

/** Expressions by name, as the client's `annotate` takes them. */
export function named(to: Readonly<Record<string, Expr>>, model: string, outer: Loose | null = null) {
  return (refs: object) =>
    Object.fromEntries(
      Object.entries(to).map(([name, node]) => [
        name,
        expression(node, { model, refs: refs as Loose, outer }),
      ]),
    );
}

export function apply(rows: Loose, step: Step, model: string, outer: Loose | null): Loose {
  const within = (refs: object): Scope => ({ model, refs: refs as Loose, outer });
  switch (step.kind) {
    case "filter":
    case "exclude": {
      const [first] = step.where;
      if (step.where.length === 1 && first?.kind === "leaf" && "plain" in first.value) {
        return call(rows, step.kind, { [first.key]: valueOf(first.key, first.value, within({})) });
      }
      return call(rows, step.kind, ...step.where.map((each) => (refs: object) => where(each, within(refs))));
    }
    case "annotate":
    case "alias":
      return call(rows, step.kind, named({ [step.name]: step.to }, model, outer));
    case "values":
    case "orderBy":
    case "distinct":
    case "selectRelated":
      return call(rows, step.kind, ...step.names);
    case "orderByExpr": {
      const term = (refs: object) =>
        call(
          expression(step.by, within(refs)),
          step.descending ? "desc" : "asc",
          step.nulls === null ? {} : { nulls: step.nulls },
        );
      return call(rows, "orderBy", term, "pk");
    }
    case "reverse":
      return call(rows, "reverse");
    case "slice":
      return call(step.offset === 0 ? rows : call(rows, "offset", step.offset), "limit", step.limit);
    case "union":
      return call(rows, "union", queryset(step.other), { all: step.all });
    case "intersection":
    case "difference":
    case "and":
    case "or":
      return call(rows, step.kind, queryset(step.other));
  }
}

function where(node: Where, scope: Scope): Loose {
  switch (node.kind) {
    case "leaf":
      return modelOf(scope.model).q({ [node.key]: valueOf(node.key, node.value, scope) });
    case "exists":
      return fn("exists", queryset(node.of, scope.refs));
    case "not":
      return fn("not", where(node.part, scope));
    case "and":
    case "or":
      return fn(node.kind, ...node.parts.map((part) => where(part, scope)));
  }
}

const moment = (value: unknown): unknown => (typeof value === "string" ? new Date(value) : value);

function valueOf(key: string, value: Value, scope: Scope): unknown {
  if ("expr" in value) return expression(value.expr, scope);
  if ("chain" in value) return queryset(value.chain, scope.refs);
  if (!/(^|__)createdAt(__(exact|in|gte?|lte?|range))?$/.test(key)) return value.plain;
  return Array.isArray(value.plain) ? value.plain.map(moment) : moment(value.plain);
}

function follow(refs: Loose, path: string): Loose {
  return path.split("__").reduce<Loose>((at, name) => {
    const next = at[name];
    if (next === undefined) throw new TypeError(`there is no reference ${path}`);
    return next;
  }, refs);
}

function expression(node: Expr, scope: Scope): Loose {
  const one = (each: Expr) => expression(each, scope);
  switch (node.kind) {
    case "path":
      return follow(scope.refs, node.path);
    case "outer":
      return fn("outerRef", follow(scope.outer as Loose, node.path));
    case "value":
      return fn("value", node.value);
    case "arithmetic":
      return call(one(node.left), node.op, one(node.right));
    case "call": {
      const [name = "", part] = node.name.split(":");
      const of = node.of.map(one);
      if (name === "cast") return fn("cast", ...of, part);
      return part === undefined ? fn(name, ...of) : fn(name, part, ...of);
    }
    case "aggregate": {
      const options = {
        ...(node.distinct && { distinct: true }),
        ...(node.filter && { filter: where(node.filter, scope) }),
        ...(node.orderBy && { orderBy: one(node.orderBy) }),
      };
      if (node.of === null) return fn(node.name);
      return fn(node.name, one(node.of), ...(node.name === "stringAgg" ? [", "] : []), options);
    }
    case "window":
      return call(fn(node.name, ...(node.of ? [one(node.of)] : [])), "over", {
        partitionBy: node.partitionBy.map(one),
        orderBy: node.orderBy.map(one),
        ...(node.frame && { frame: { rows: node.frame } }),
      });
    case "case":
      return call(
        fn("caseWhen", where(node.when, scope), one(node.then)),
        "else",
        node.otherwise && one(node.otherwise),
      );
    case "exists":
    case "subquery":
      return fn(node.kind, queryset(node.of, scope.refs));
    case "condition":
      return where(node.where, scope);
  }
}
