import type { ColumnType, Exclusion, Field, Schema } from "./schema.js";

/** Types that an extension brings, as they begin. */
const BY_TYPE: ReadonlyMap<string, string> = new Map([
  ...(["citext", "cube", "hstore", "ltree", "seg"] as const).map((name) => [name, name] as const),
  ...(["lquery", "ltxtquery"] as const).map((name) => [name, "ltree"] as const),
  ...(["vector", "halfvec", "sparsevec"] as const).map((name) => [name, "vector"] as const),
  ...(["geometry", "geography"] as const).map((name) => [name, "postgis"] as const),
]);

/** Operator classes that an extension brings. */
const BY_OPS: readonly (readonly [RegExp, string])[] = [
  [/^gi(?:n|st)_trgm_ops$/u, "pg_trgm"],
  [/^gi(?:n|st)__int(?:big)?_ops$/u, "intarray"],
  [/^gi(?:n|st)_hstore_ops$/u, "hstore"],
  [/^gist_ltree_ops$/u, "ltree"],
  [/^(?:vector|halfvec|sparsevec)_\w+_ops$/u, "vector"],
];

/** What the types and indexes of managed models take, and what is asked for beside. */
export function extensionsOf({ models }: Schema, asked: readonly string[]): string[] {
  const found = new Set(asked);
  for (const { managed, fields, indexes, constraints } of models) {
    if (!managed) continue;
    for (const field of fields) {
      const name = "type" in field ? BY_TYPE.get(typeName(field.type)) : undefined;
      if (name !== undefined) found.add(name);
    }
    for (const { ops, fields: keys } of indexes) {
      for (const each of [ops, ...keys.map((key) => key.ops ?? null)]) {
        const [, name] = BY_OPS.find(([pattern]) => each !== null && pattern.test(bare(each))) ?? [];
        if (name !== undefined) found.add(name);
      }
    }
    for (const constraint of constraints) {
      if (constraint.kind === "exclude" && comparesScalars(constraint, fields)) found.add("btree_gist");
    }
  }
  return [...found].sort();
}

/** GiST knows ranges and shapes by itself; what else has an order, it learns from `btree_gist`. */
function comparesScalars({ using, parts }: Exclusion, fields: readonly Field[]): boolean {
  return (
    using === "gist" &&
    parts.some(({ key }) => {
      const field = fields.find(({ name }) => name === key.field);
      return field !== undefined && "type" in field && key.ops === undefined && !OF_GIST.has(field.type.kind);
    })
  );
}

const OF_GIST: ReadonlySet<string> = new Set(["range", "custom", "array", "json", "hstore", "searchVector"]);

function typeName(type: ColumnType): string {
  if (type.kind === "array") return typeName(type.of);
  if (type.kind === "text") return type.dbType ?? "";
  if (type.kind === "hstore") return type.kind;
  return type.kind === "custom" ? bare(type.dbType) : "";
}

/** `public.vector(3)` is `vector`. */
function bare(name: string): string {
  return name
    .replace(/[(\[].*$/u, "")
    .replace(/^.*\./u, "")
    .trim()
    .toLowerCase();
}
