import type { Chain, End, Expr, Question, Step, Where } from "./chain.js";

const is = (key: string, plain: unknown): Where => ({ kind: "leaf", key, value: { plain } });
const than = (key: string, expr: Expr): Where => ({ kind: "leaf", key, value: { expr } });
const not = (part: Where): Where => ({ kind: "not", part });
const and = (...parts: readonly Where[]): Where => ({ kind: "and", parts });
const or = (...parts: readonly Where[]): Where => ({ kind: "or", parts });
const filter = (...where: readonly Where[]): Step => ({ kind: "filter", where });
const exclude = (...where: readonly Where[]): Step => ({ kind: "exclude", where });
const annotate = (name: string, to: Expr): Step => ({ kind: "annotate", name, to });
const values = (...names: readonly string[]): Step => ({ kind: "values", names });
const orderBy = (...names: readonly string[]): Step => ({ kind: "orderBy", names });
const path = (name: string): Expr => ({ kind: "path", path: name });
const call = (name: string, ...of: readonly Expr[]): Expr => ({ kind: "call", name, of });
const value = (of: string | number): Expr => ({ kind: "value", value: of });
const over = (name: string, of: string | null, filter: Where | null = null): Expr => ({
  ...{ kind: "aggregate", name, of: of === null ? null : path(of), distinct: false, filter },
});
const when = (condition: Where, then: Expr, otherwise: Expr | null = null): Expr => ({
  ...{ kind: "case", when: condition, then, otherwise },
});
const asked = (where: Where): Expr => ({ kind: "condition", where });
const rank: Expr = {
  kind: "window",
  name: "rank",
  of: null,
  partitionBy: [],
  orderBy: [path("id")],
  frame: null,
};
const count: End = { kind: "count" };
const rows = (...names: readonly string[]): End => ({ kind: "rows", names, ordered: false });
const inOrder = (...names: readonly string[]): End => ({ kind: "rows", names, ordered: true });

function of(model: string, steps: readonly Step[], end: End): Question {
  const chain: Chain = { model, steps };
  return { chain, end };
}

/** Questions that were once answered in another way than Django answers them, at their smallest. */
export const found: readonly Question[] = [
  // values() beyond relations to many rows: count() counts its rows, and later conditions make joins of their own.
  of("Book", [values("tags__books__status")], count),
  of(
    "Publisher",
    [values("books__author__name"), filter(is("books__author__gt", 1))],
    rows("books__author__name"),
  ),
  of("Book", [values("tags__name")], { kind: "aggregate", to: { t: over("sum", "pages") } }),
  // Expressions with values in them, in GROUP BY, HAVING, ORDER BY and DISTINCT.
  of(
    "Publisher",
    [
      annotate("n", over("count", "city")),
      {
        kind: "orderByExpr",
        by: when(is("books__author__in", [5]), path("name")),
        descending: true,
        nulls: "first",
      },
    ],
    rows("n"),
  ),
  of(
    "Book",
    [
      annotate("e", call("strIndex", path("author__books__title"), value("snakeXcase"))),
      annotate("n", over("sum", "e")),
      filter(than("n__gt", path("e"))),
    ],
    count,
  ),
  of(
    "Author",
    [
      annotate("e", when(is("profile__biography__regex", "o+"), path("books__reviews__reviewer"))),
      orderBy("-e", "id"),
      values("name"),
      { kind: "distinct", names: [] },
    ],
    inOrder("name"),
  ),
  of(
    "Publisher",
    [annotate("e", path("name")), orderBy("e", "id"), { kind: "distinct", names: ["e"] }],
    inOrder("id"),
  ),
  // Groups are by whole expressions.
  of(
    "Profile",
    [
      annotate("n", over("sum", "author__books__price")),
      filter(
        than("n__gte", {
          ...{
            kind: "arithmetic",
            op: "sub",
            left: path("author__books__price"),
            right: path("author__books__price"),
          },
        }),
      ),
    ],
    count,
  ),
  of(
    "Book",
    [
      annotate("n", over("sum", "pages")),
      filter(or(is("author__books__title__startswith", "s"), is("n__gt", 0))),
    ],
    count,
  ),
  of(
    "Publisher",
    [
      annotate("n", over("count", "city")),
      annotate("e", when(is("books__tags", null), path("n"))),
      values("n"),
    ],
    count,
  ),
  of(
    "Author",
    [
      annotate("n", over("sum", "books__price")),
      {
        kind: "orderByExpr",
        by: when(is("n__gt", "50"), path("books__price")),
        descending: true,
        nulls: "last",
      },
    ],
    rows("n"),
  ),
  // Conditions on groups beside conditions on rows.
  of(
    "Author",
    [
      annotate("n", over("min", "born")),
      filter(
        and(is("books__author", 3), is("n__lt", "2001-02-15"), not(is("books__published__year__lt", 1955))),
        is("id__gt", 0),
      ),
    ],
    count,
  ),
  of(
    "Category",
    [
      annotate("n", over("sum", "id")),
      filter(than("parent__id__lte", when(not(is("startingPoint__title__isnull", false)), path("n")))),
    ],
    count,
  ),
  of("Book", [annotate("n", over("count", "reviews__book"))], { kind: "last" }),
  // Windows under aggregates.
  of("Tag", [annotate("e", rank)], { kind: "aggregate", to: { t: over("stddev", "e") } }),
  of("Book", [annotate("e", rank)], {
    kind: "aggregate",
    to: {
      t: { kind: "aggregate", name: "sum", of: path("e"), distinct: false, filter: null },
      u: {
        ...{ kind: "aggregate", name: "sum", distinct: false, filter: null },
        of: when(not(is("reviews__book__tags", 4)), path("publisher__books__price")),
      },
    },
  }),
  of(
    "Tag",
    [annotate("n", over("count", "books")), annotate("e", { ...rank, partitionBy: [path("n")] })],
    rows("id", "e"),
  ),
  // What NOT says of many rows.
  of(
    "Book",
    [
      filter(
        is("publisher__books__published__gt", "2001-04-15"),
        not(is("publisher__books__author__id__gt", 20)),
      ),
    ],
    count,
  ),
  of("Tag", [filter(not(than("books__author__email__lt", path("books__publisher__city"))))], count),
  of(
    "Tag",
    [
      annotate("n", over("stddev", "books__reviews__stars")),
      filter(or(is("books__reviews__body__iregex", "s$"), not(is("books__rating__gt", 1.5)))),
    ],
    count,
  ),
  of("Review", [filter(not(than("book__tags__id", when(is("book__pages__gt", 100), path("stars")))))], count),
  of("Category", [exclude(is("startingPoint__reviews__isnull", true))], count),
  of("Book", [exclude(is("publisher", null), is("publisher__name__gt", "House 3"))], count),
  of("Category", [exclude(is("parent__startingPoint__details__isbn", null))], count),
  // Booleans as operands.
  of("Category", [annotate("e", asked(is("parent__parent", 4))), filter(is("e", true))], count),
  of(
    "Category",
    [annotate("e", asked(is("parent__parent", 1))), annotate("f", when(is("e", true), path("name")))],
    rows("f"),
  ),
  of(
    "Review",
    [
      annotate(
        "e",
        when(is("book__details__isbn__isnull", false), asked(is("book__reviews__reviewer__endswith", "Eva"))),
      ),
    ],
    rows("e"),
  ),
  // Parts of a union that name nothing have the names of the first.
  of(
    "Author",
    [values("id", "name"), { kind: "union", other: { model: "Author", steps: [] }, all: true }],
    rows("id", "name"),
  ),
  // The rest of what floats leave, distinct texts in order.
  of("Book", [annotate("e", call("mod", call("cast:integer", path("pages")), value(7)))], rows("id", "e")),
  of("Publisher", [], {
    kind: "aggregate",
    to: {
      t: {
        kind: "aggregate",
        name: "stringAgg",
        of: path("city"),
        distinct: true,
        filter: null,
        orderBy: path("city"),
      },
    },
  }),
  // A many-to-many manager and the next filter() speak of the same rows.
  of("Tag", [orderBy("id")], {
    ...{ kind: "related", relation: "books", model: "Book" },
    steps: [filter(is("tags__name", "sql")), filter(is("tags__name__icontains", "SQL"))],
  }),
  of("Book", [filter(is("status", "nowhere"))], count),
  of("Book", [filter(is("pages__gt", 100.5), is("id__lt", 2 ** 40))], count),
  // Aggregates over groups, slices and distinct rows: beyond relations, and with what the rows are told apart by.
  of("Author", [annotate("n", over("count", "name"))], {
    ...{ kind: "aggregate", to: { t: over("sum", "books__price") } },
  }),
  of("Profile", [annotate("e", path("author__books__price")), annotate("n", over("stddev", "id"))], {
    kind: "aggregate",
    to: { t: over("count", null) },
  }),
  of("Book", [annotate("e", path("publisher__books__status")), { kind: "distinct", names: [] }], {
    ...{ kind: "aggregate", to: { t: over("count", null) } },
  }),
  of("Book", [orderBy("id"), { kind: "slice", offset: 1, limit: 6 }], {
    kind: "aggregate",
    to: { t: over("sum", "author__id"), u: over("count", "publisher__name") },
  }),
  // Values that are named after a slice.
  of(
    "Book",
    [orderBy("-id"), { kind: "slice", offset: 2, limit: 5 }, annotate("n", over("count", "reviews"))],
    inOrder("id", "n"),
  ),
  // The order follows a part's path anew where a later condition has joined nearer rows.
  of(
    "Tag",
    [
      orderBy(),
      values("books__author__born__quarter"),
      annotate("n", over("count", "name")),
      filter(is("books__tags__isnull", false)),
      orderBy("books__author__born__quarter"),
    ],
    rows("books__author__born__quarter", "n"),
  ),
  // exists() asks of the same groups as the rows are of; windows make none.
  of(
    "Publisher",
    [annotate("e", path("books__status")), annotate("n", over("count", null)), filter(is("n__in", [10, 12]))],
    { kind: "exists" },
  ),
  of(
    "Author",
    [
      ...[annotate("e", rank), orderBy(), values("id", "e")],
      annotate("n", over("avg", "books__reviews__id")),
    ],
    { kind: "aggregate", to: { t: over("max", "n") } },
  ),
  // NOT and nulls around the rows of another query.
  of("Review", [annotate("n", over("count", "book__createdAt"))], {
    kind: "aggregate",
    to: { t: over("stddev", "id", not(than("book__pages__gt", path("book__publisher__id")))) },
  }),
  // What alias() named is read column by column.
  of(
    "Book",
    [
      { kind: "alias", name: "e", to: asked(is("tags__books__pk", 1)) },
      { kind: "distinct", names: [] },
    ],
    { kind: "aggregate", to: { t: over("count", "publisher"), u: over("count", "id", is("e", false)) } },
  ),
  // A condition in an expression is asked of every row, whatever an earlier filter() has joined.
  of(
    "Author",
    [
      filter(
        than(
          "books__id__lte",
          when(is("profile__biography__startswith", "s"), path("id"), path("books__id")),
        ),
      ),
      annotate("e", when(is("profile", 4), path("name"))),
    ],
    count,
  ),
  // Whether a NOT knows of a missing row hangs on what stands before it.
  of(
    "Category",
    [
      filter(
        or(
          and(is("id", 1), is("startingPoint__reviews__id__gt", 1)),
          not(is("startingPoint__status__lte", "draft")),
        ),
      ),
    ],
    count,
  ),
];
