/**
 * What a hover shows beside the summary; `{Model}`, `{name}`, `{key}`, `{table}` and `{column}` stand for those of the
 * model and the method.
 */
export interface MethodExample {
  readonly example: string;
  readonly sql: string;
  readonly throws?: string;
}

/** Examples of a queryset's pairs, with the SQL that they make. */
export const querysetExamples: Readonly<Record<string, MethodExample>> = {
  toArray: { example: `{Model}.objects.{name}()`, sql: `select … from "{table}"` },
  get: {
    example: `{Model}.objects.{name}({ {key}: … })`,
    sql: `select … where "{column}" = $1 limit 21`,
    throws: `{Model}.DoesNotExist, {Model}.MultipleObjectsReturned`,
  },
  first: { example: `{Model}.objects.{name}()`, sql: `select … order by … limit 1` },
  last: {
    example: `{Model}.objects.{name}()`,
    sql: `select … order by … desc limit 1`,
    throws: `InvalidQuery after limit() or offset()`,
  },
  earliest: {
    example: `{Model}.objects.{name}("{key}")`,
    sql: `select … order by "{column}" limit 1`,
    throws: `{Model}.DoesNotExist`,
  },
  latest: {
    example: `{Model}.objects.{name}("{key}")`,
    sql: `select … order by "{column}" desc limit 1`,
    throws: `{Model}.DoesNotExist`,
  },
  count: { example: `{Model}.objects.{name}()`, sql: `select count(*) from "{table}"` },
  exists: { example: `{Model}.objects.{name}()`, sql: `select 1 from "{table}" limit 1` },
  inBulk: { example: `{Model}.objects.{name}([…, …])`, sql: `select … where "{column}" = any($1)` },
  update: {
    example: `{Model}.objects.filter({ {key}: … }).{name}({ … })`,
    sql: `update "{table}" set … where "{column}" = $1`,
    throws: `InvalidQuery on an unfiltered queryset, unless .all() is said`,
  },
  delete: {
    example: `{Model}.objects.filter({ {key}: … }).{name}()`,
    sql: `delete from "{table}" where "{column}" = any($1)`,
    throws: `InvalidQuery on an unfiltered queryset; ForeignKeyViolation where a relation restricts it`,
  },
  iterate: {
    example: `for … of {Model}.objects.{name}({ chunkSize: 500 })`,
    sql: `declare … cursor for select …; fetch 500 from …`,
  },
  aggregate: {
    example: `{Model}.objects.{name}({ n: count() })`,
    sql: `select count(*) from "{table}"`,
    throws: `InvalidQuery for what is no aggregate`,
  },
};
