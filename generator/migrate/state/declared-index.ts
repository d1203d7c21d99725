import { shortened } from "../../schema/naming/names.js";
import type { Index, IndexKey } from "../../schema/schema.js";
import type { IndexColumn, IndexState } from "./state.js";

/** What a model says of an index, as the database will have it. */
export function declaredIndex(index: Index, columnOf: (field: string) => string): IndexState {
  const { name, unique, using, include, where, nullsNotDistinct } = index;
  const { ops, columns } = withSharedOps(
    index.fields.map((key) => keyColumn(key, columnOf)),
    index.ops,
  );
  return {
    ...{ name: shortened(name), unique, using: using === "btree" ? null : using, columns, ops },
    ...{ include: include.map(columnOf), where, nullsNotDistinct, with: [...index.with].sort() },
  };
}

export function keyColumn({ field, ...rest }: IndexKey, columnOf: (field: string) => string): IndexColumn {
  const { nulls, ...key } = rest;
  const byItself = rest.descending ? "first" : "last";
  return {
    name: field === null ? null : columnOf(field),
    ...key,
    ...(nulls !== undefined && nulls !== byItself && { nulls }),
  };
}

/** An operator class that all keys have is that of the index. */
export function withSharedOps(
  keys: readonly IndexColumn[],
  whole: string | null,
): Pick<IndexState, "ops" | "columns"> {
  const classes = new Set(keys.map(({ ops }) => ops ?? whole));
  if (classes.size > 1) {
    const columns = keys.map((key) =>
      whole === null || key.ops !== undefined ? key : { ...key, ops: whole },
    );
    return { ops: null, columns };
  }
  return { ops: [...classes][0] ?? null, columns: keys.map(withoutOps) };
}

function withoutOps({ name, expression, descending, collation, nulls }: IndexColumn): IndexColumn {
  return {
    name,
    ...(expression !== undefined && { expression }),
    descending,
    ...(collation !== undefined && { collation }),
    ...(nulls !== undefined && { nulls }),
  };
}
