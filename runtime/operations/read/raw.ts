import { InvalidQuery, InvalidValue } from "../../errors/index.js";
import { query, style, type Operation } from "../../executor/run/operation.js";
import { hydrate } from "../../instance/hydrate.js";
import type { ModelMeta } from "../../meta/meta.js";
import { Builder } from "../../query/compile/builder.js";
import type { InstancePlan } from "../../query/compile/select/plan.js";
import { resolve } from "../../query/compile/resolve.js";
import { statementOf } from "../../query/compile/statement.js";
import { refuseForeign } from "../../query/expression/foreign.js";
import { Expr } from "../../query/expression/expr.js";
import type { QuerySet } from "../../query/queryset.js";

/**
 * Instances from SQL of your own: columns are matched by name, further ones become properties, missing ones are
 * deferred. The primary key must be among them.
 * https://docs.djangoproject.com/en/stable/topics/db/sql/#performing-raw-queries
 */
export function* raw<T>(queryset: QuerySet, sql: unknown): Operation<T[]> {
  const { model, using } = queryset.state;
  if (!(sql instanceof Expr) || sql.node.kind !== "sql") {
    throw new InvalidValue(`${model.name}: raw() takes sql\`…\`, so that values stay apart from the text`);
  }
  const { node } = sql;
  refuseForeign(node, model);
  const { statement } = statementOf(`raw|${model.id}|${node.key}`, node.params, () => ({
    node: resolve(new Builder(model, model.spec.client.timeZone), node, null).node as never,
    codecs: [],
    extra: null,
  }));
  const byName = new Map(model.columns.map((column) => [column.column, column.codec]));
  const { rows, names } = yield* query({ ...statement, columns: null, columnsByName: byName }, using);
  const lazy = model.spec.client.lazy === "sync" && (yield* style()) === "sync";
  return hydrate(planOf(model, names ?? []), rows, using, lazy) as T[];
}

function planOf(model: ModelMeta, names: readonly string[]): InstancePlan {
  const columns = model.columns.filter((column) => names.includes(column.column));
  const missing = model.primaryKey.find((column) => !columns.includes(column));
  if (missing) throw new InvalidQuery(`${model.name}: raw() must select the primary key "${missing.column}"`);
  const own = new Set(model.columns.map((column) => column.column));
  const extra = names.flatMap((name, position) => (own.has(name) ? [] : [{ name, position }]));
  // Columns come in the order of the statement, not in the model's: each is placed by its name.
  const placed = columns.map((column) => ({
    name: column.attribute,
    position: names.lastIndexOf(column.column),
  }));
  const [key] = model.primaryKey;
  return {
    model,
    offset: 0,
    columns,
    placed,
    key: key ? names.lastIndexOf(key.column) : 0,
    annotations: extra.filter(({ name }) => !(name in model.construct.prototype)),
    related: [],
  };
}
