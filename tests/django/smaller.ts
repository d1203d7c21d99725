import type { End, Question, Chain, Step, Where, Expr, Value } from "./chain.js";

/** The same question with a little less in it, in every way that there is. */
export function* smaller(question: Question): Generator<Question> {
  const { chain, end } = question;
  for (const less of smallerChain(chain)) yield { chain: less, end: fitting(end, less) };
  if (end.kind === "aggregate") {
    const entries = Object.entries(end.to);
    if (entries.length > 1)
      for (const [name] of entries)
        yield { chain, end: { ...end, to: Object.fromEntries(entries.filter(([n]) => n !== name)) } };
    for (const [name, to] of entries)
      for (const less of smallerExpr(to)) yield { chain, end: { ...end, to: { ...end.to, [name]: less } } };
  }
  if (end.kind === "rows" && end.names.length > 1) {
    for (const name of end.names)
      if (name !== "id") yield { chain, end: { ...end, names: end.names.filter((n) => n !== name) } };
  }
  if (end.kind === "rows") yield { chain, end: { kind: "count" } };
}

/** What no longer is ordered is compared without its order. */
function fitting(end: End, { steps }: Chain): End {
  if (end.kind !== "rows" || !end.ordered) return end;
  const last = steps.findLast((step) => step.kind === "orderBy" || step.kind === "orderByExpr");
  const whole =
    last?.kind === "orderByExpr" ||
    (last?.kind === "orderBy" && last.names.some((name) => /^-?(id|pk)$/.test(name)));
  return whole ? end : { ...end, ordered: false };
}

function* smallerChain(chain: Chain): Generator<Chain> {
  const { model, steps } = chain;
  for (const [at, step] of steps.entries())
    // What clears the model's own order stays, since groups are not by it; and what names the rows' columns.
    if (step.kind !== "values" && (step.kind !== "orderBy" || step.names.length > 0))
      yield { model, steps: steps.filter((_, i) => i !== at) };
  for (const [at, step] of steps.entries()) {
    for (const less of smallerStep(step)) yield { model, steps: steps.map((s, i) => (i === at ? less : s)) };
  }
}

function* smallerStep(step: Step): Generator<Step> {
  switch (step.kind) {
    case "filter":
    case "exclude":
      if (step.where.length > 1)
        for (const [at] of step.where.entries())
          yield { ...step, where: step.where.filter((_, i) => i !== at) };
      for (const [at, each] of step.where.entries())
        for (const less of smallerWhere(each))
          yield { ...step, where: step.where.map((w, i) => (i === at ? less : w)) };
      return;
    case "annotate":
    case "alias":
      for (const to of smallerExpr(step.to)) yield { ...step, to };
      return;
    case "values":
    case "orderBy":
      if (step.names.length > 1)
        for (const name of step.names) yield { ...step, names: step.names.filter((n) => n !== name) };
      return;
    case "orderByExpr":
      for (const by of smallerExpr(step.by)) yield { ...step, by };
      return;
    case "union":
    case "intersection":
    case "difference":
    case "and":
    case "or":
      for (const other of smallerChain(step.other)) yield { ...step, other };
      return;
    default:
  }
}

function* smallerWhere(where: Where): Generator<Where> {
  switch (where.kind) {
    case "and":
    case "or":
      yield* where.parts;
      if (where.parts.length > 2)
        for (const [at] of where.parts.entries())
          yield { ...where, parts: where.parts.filter((_, i) => i !== at) };
      for (const [at, part] of where.parts.entries())
        for (const less of smallerWhere(part))
          yield { ...where, parts: where.parts.map((p, i) => (i === at ? less : p)) };
      return;
    case "not":
      yield where.part;
      for (const part of smallerWhere(where.part)) yield { ...where, part };
      return;
    case "exists":
      for (const of of smallerChain(where.of)) yield { ...where, of };
      return;
    case "leaf":
      for (const value of smallerValue(where.value)) yield { ...where, value };
  }
}

function* smallerValue(value: Value): Generator<Value> {
  if ("expr" in value) for (const expr of smallerExpr(value.expr)) yield { expr };
  if ("chain" in value) for (const chain of smallerChain(value.chain)) yield { chain };
}

function* smallerExpr(expr: Expr): Generator<Expr> {
  switch (expr.kind) {
    case "arithmetic":
      yield expr.left;
      yield expr.right;
      for (const left of smallerExpr(expr.left)) yield { ...expr, left };
      for (const right of smallerExpr(expr.right)) yield { ...expr, right };
      return;
    case "call":
      yield* expr.of;
      for (const [at, each] of expr.of.entries())
        for (const less of smallerExpr(each))
          yield { ...expr, of: expr.of.map((e, i) => (i === at ? less : e)) };
      return;
    case "aggregate":
      if (expr.filter) yield { ...expr, filter: null };
      if (expr.distinct) yield { ...expr, distinct: false };
      if (expr.of) for (const of of smallerExpr(expr.of)) yield { ...expr, of };
      if (expr.filter) for (const filter of smallerWhere(expr.filter)) yield { ...expr, filter };
      return;
    case "case":
      yield expr.then;
      if (expr.otherwise) yield { ...expr, otherwise: null };
      for (const when of smallerWhere(expr.when)) yield { ...expr, when };
      for (const then of smallerExpr(expr.then)) yield { ...expr, then };
      if (expr.otherwise) for (const otherwise of smallerExpr(expr.otherwise)) yield { ...expr, otherwise };
      return;
    case "exists":
    case "subquery":
      for (const of of smallerChain(expr.of)) yield { ...expr, of };
      return;
    case "window":
      if (expr.partitionBy.length > 0) yield { ...expr, partitionBy: [] };
      if (expr.of) for (const of of smallerExpr(expr.of)) yield { ...expr, of };
      return;
    case "condition":
      for (const where of smallerWhere(expr.where)) yield { ...expr, where };
  }
}
