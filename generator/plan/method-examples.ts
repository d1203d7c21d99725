/** What a hover shows beside the summary, said of some `Book`; `{name}` stands for the twin's name. */
export interface MethodExample {
  readonly example: string;
  readonly sql: string;
  readonly throws?: string;
}

/** Examples of a queryset's pairs, with the SQL that they make. */
export const querysetExamples: Readonly<Record<string, MethodExample>> = {
  toArray: { example: `Book.objects.{name}()`, sql: `select … from "book"` },
  get: {
    example: `Book.objects.{name}({ id: … })`,
    sql: `select … where "id" = $1 limit 21`,
    throws: `Book.DoesNotExist, Book.MultipleObjectsReturned`,
  },
  first: { example: `Book.objects.{name}()`, sql: `select … order by … limit 1` },
  last: {
    example: `Book.objects.{name}()`,
    sql: `select … order by … desc limit 1`,
    throws: `InvalidQuery after limit() or offset()`,
  },
  earliest: {
    example: `Book.objects.{name}("id")`,
    sql: `select … order by "id" limit 1`,
    throws: `Book.DoesNotExist`,
  },
  latest: {
    example: `Book.objects.{name}("id")`,
    sql: `select … order by "id" desc limit 1`,
    throws: `Book.DoesNotExist`,
  },
  count: { example: `Book.objects.{name}()`, sql: `select count(*) from "book"` },
  exists: { example: `Book.objects.{name}()`, sql: `select 1 from "book" limit 1` },
  inBulk: { example: `Book.objects.{name}([…, …])`, sql: `select … where "id" = any($1)` },
  update: {
    example: `Book.objects.filter({ id: … }).{name}({ … })`,
    sql: `update "book" set … where "id" = $1`,
    throws: `InvalidQuery on an unfiltered queryset, unless .all() is said`,
  },
  delete: {
    example: `Book.objects.filter({ id: … }).{name}()`,
    sql: `delete from "book" where "id" = any($1)`,
    throws: `InvalidQuery on an unfiltered queryset; ForeignKeyViolation where a relation restricts it`,
  },
  iterate: {
    example: `for … of Book.objects.{name}({ chunkSize: 500 })`,
    sql: `declare … cursor for select …; fetch 500 from …`,
  },
  aggregate: {
    example: `Book.objects.{name}({ n: count() })`,
    sql: `select count(*) from "book"`,
    throws: `InvalidQuery for what is no aggregate`,
  },
};
