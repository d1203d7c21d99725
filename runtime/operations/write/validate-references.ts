import { query, type Operation } from "../../executor/run/operation.js";
import { stateOf } from "../../instance/instance.js";
import type { ColumnMeta } from "../../meta/column.js";
import { metaOf, read, type Instance } from "../../meta/instance-identity.js";
import { readKey, sameKey } from "../../meta/key.js";
import type { RelationMeta } from "../../meta/relation.js";
import { columnOf, fragment, joined, parameter } from "../../query/compile/fragment.js";
import { statementOf } from "../../query/compile/statement.js";
import { tableOf } from "../../query/compile/tables/table.js";
import { isComputed } from "../../query/computed.js";
import { paramNode } from "../../query/expression/node.js";
import { boolean } from "../../values/index.js";

/**
 * The foreign keys whose row is not in the database, all asked with one statement. A key with a NULL refers to nothing.
 * https://docs.djangoproject.com/en/stable/ref/models/instances/#django.db.models.Model.full_clean
 *
 * @param isAsked says of a column whether its value is checked at all.
 */
export function* lostReferences(
  instance: Instance,
  isAsked: (column: ColumnMeta) => boolean,
): Operation<RelationMeta[]> {
  const { id, relations } = metaOf(instance);
  const asked = [...relations.values()].filter((relation) => isReferring(instance, relation, isAsked));
  if (asked.length === 0) return [];
  const parts = asked.map(({ column, far, target }) => {
    const cells = (column?.columns ?? []).map((own, at) => {
      const node = paramNode(own.codec, own.codec.encode(read(instance, own.attribute)));
      return { node, other: far.columns[at] };
    });
    return { target, cells };
  });
  const key = `references|${id}|${asked.map(({ queryName }) => queryName).join()}`;
  const params = parts.flatMap(({ cells }) => cells.map(({ node }) => node.param));
  const { statement } = statementOf(key, params, () => {
    const found = parts.map(({ target, cells }) => {
      const equal = cells.map(({ node, other }) => {
        if (!other) throw new TypeError("a key is missing");
        return fragment`${columnOf(target.table, other.column)} = ${parameter(node.param)}`;
      });
      return fragment`exists (select from ${tableOf(target)} where ${joined(equal, " and ")})`;
    });
    return {
      node: fragment`select ${joined(found, ", ")}` as never,
      codecs: found.map(() => boolean),
      extra: null,
    };
  });
  const { rows } = yield* query(statement, stateOf(instance).using);
  return asked.filter((_, at) => rows[0]?.[at] === false);
}

function isReferring(
  instance: Instance,
  { column, far, model, target }: RelationMeta,
  isAsked: (column: ColumnMeta) => boolean,
): boolean {
  if (!column?.columns.every(isAsked)) return false;
  const values = column.columns.map(({ attribute }) => read(instance, attribute));
  if (values.some((value) => value == null || isComputed(value))) return false;
  // A new row may refer to itself.
  return model !== target || !sameKey(far, readKey(instance, far), readKey(instance, column));
}
