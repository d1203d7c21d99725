const example = (call: string, sql: string) => `\n\n\`\`\`ts\n${call}\n// ${sql}\n\`\`\``;

/** What a hover shows of the methods that give a queryset again, said of some `Book`. */
export const chainExamples: Readonly<Record<string, string>> = {
  filter: example(
    `Book.objects.filter({ title__icontains: "emma", author__name: "Jane Austen" })`,
    `select … join "author" … where "title" ilike $1 and "author"."name" = $2`,
  ),
  exclude: example(`Book.objects.exclude({ status: "draft" })`, `select … where not "status" = $1`),
  orderBy: example(
    `Book.objects.orderBy("-published", "author__name")`,
    `select … order by "published" desc, "author"."name"`,
  ),
  distinct: example(
    `Book.objects.orderBy("authorId", "-pages").distinct("authorId")`,
    `select distinct on ("author_id") … order by "author_id", "pages" desc`,
  ),
  union: example(`drafts.union(classics)`, `(select …) union (select …)`),
  intersection: example(`drafts.intersection(classics)`, `(select …) intersect (select …)`),
  difference: example(`drafts.difference(classics)`, `(select …) except (select …)`),
  and: example(`drafts.and(classics)`, `select … where "status" = $1 and "published" < $2`),
  or: example(`drafts.or(classics)`, `select … where ("status" = $1 or "published" < $2)`),
  xor: example(
    `drafts.xor(classics)`,
    `select … where ((("status" = $1) is true) <> (("published" < $2) is true))`,
  ),
  selectForUpdate: example(
    `await atomic(() => Book.objects.selectForUpdate({ skipLocked: true }).first())`,
    `select … for update skip locked`,
  ),
  dates: example(
    `Book.objects.dates("published", "year")`,
    `select distinct date_trunc('year', "published") …`,
  ),
  datetimes: example(
    `Book.objects.datetimes("createdAt", "hour")`,
    `select distinct date_trunc('hour', "created_at", …) …`,
  ),
  limit: example(`Book.objects.orderBy("title").limit(10)`, `select … order by "title" limit 10`),
  offset: example(`Book.objects.orderBy("title").offset(20)`, `select … order by "title" offset 20`),
  selectRelated: example(
    `Book.objects.selectRelated("author", "author__publisher")`,
    `select … from "book" join "author" … left join "publisher" …`,
  ),
  prefetchRelated: example(
    `Author.objects.prefetchRelated("books__tags", prefetch("awards", Award.objects.limit(3)))`,
    `select … from "author"; select … from "book" where "author_id" = any($1); …`,
  ),
  only: example(`Book.objects.only("title")`, `select "id", "title" from "book"`),
  defer: example(`Book.objects.defer("details")`, `select every column but "details" from "book"`),
  annotate: example(
    `Author.objects.annotate({ written: count(Author.f.books) }).filter({ written__gt: 3 })`,
    `select …, count("book"."id") as "written" … group by … having count("book"."id") > $1`,
  ),
  alias: example(
    `Book.objects.alias({ size: length(Book.f.title) }).filter({ size__gt: 20 })`,
    `select … where length("title") > $1`,
  ),
  values: example(
    `Book.objects.values("title", "author__name")`,
    `[{ title: "Emma", author__name: "Jane Austen" }]`,
  ),
  valuesList: example(`Book.objects.valuesList("title", { flat: true })`, `["Emma", "Persuasion"]`),
  using: example(`Book.objects.using("replica")`, `asks the connection of connect(url, { name: "replica" })`),
};
