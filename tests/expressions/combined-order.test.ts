import { beforeAll, describe, expect, test } from "vitest";
import { styles } from "../library/style.js";
import { fn, shelf, type Answers, type Loose } from "./answers.js";

let client: Answers;

beforeAll(async () => {
  const made = await shelf();
  client = made.client;
  return made.end;
});

describe.each(styles)("the order of a combined queryset, $name", (style) => {
  const halves = (): Loose => {
    const { objects } = client.Book;
    const long = objects.filter({ pages__gt: 8 }).annotate({ size: fn.value(-1) });
    return long.union(objects.filter({ pages__lte: 8 }).annotate({ size: fn.value(2) }));
  };
  const titles = (rows: Loose) => style.call(rows.valuesList("title", { flat: true }), "toArray");
  const order = (...by: readonly unknown[]) => titles(halves().orderBy(...by));

  test("is by what is computed of the columns that it gives", async () => {
    const { f } = client.Book;
    expect(await order(f.pages.neg(), f.title.lower())).toEqual(["w", "z", "y", "x"]);
    expect(await order(fn.caseWhen(f.title.eq("y"), 0).else(1), "-title")).toEqual(["y", "z", "x", "w"]);
    const size = (of: Loose) => of.size.mul(of.pages).desc();
    expect(await titles(halves().orderBy(size, "title"))).toEqual(["y", "x", "w", "z"]);
    expect(await style.call(halves().orderBy(f.title.lower().desc()), "first")).toMatchObject({ title: "z" });
  });

  test("is by an annotation that values() leaves out", async () => {
    expect(await order("size", "-title")).toEqual(["z", "w", "y", "x"]);
    expect(await order("-size", "title")).toEqual(["x", "y", "w", "z"]);
  });

  test("and its values are by the names of the first, whatever another's columns are called", async () => {
    const { Author, Book } = client;
    const long = Book.objects.filter({ pages__gte: 8 }).values("title", "pages");
    const both = long.union(Author.objects.values("name", "age")).orderBy("pages");
    expect(await style.call(both.valuesList("pages", { flat: true }), "toArray")).toEqual([8, 10, 12, 20]);
    expect(await style.call(both.values("pages", "title"), "first")).toEqual({ pages: 8, title: "y" });
  });

  test("holds where it decides rows, inside another query too", async () => {
    const two = halves().orderBy(client.Book.f.pages.mul(2), "title").limit(2).values("id");
    const inside = client.Book.objects.filter({ id__in: two }).orderBy("title");
    expect(await titles(inside)).toEqual(["x", "y"]);
  });

  test("is refused by name where the columns do not say it", async () => {
    const { f } = client.Book;
    await expect(order(f.author.name)).rejects.toThrow("not by 'author__name'");
    await expect(order(f.author.name.lower())).rejects.toThrow("not by 'author__name'");
    await expect(order(fn.count(f.id))).rejects.toThrow("not by an aggregate");
  });
});

describe.each(styles)("groups by a window, $name", (style) => {
  test("are refused by name", async () => {
    const { objects, f } = client.Book;
    const ranked = objects.annotate({ size: fn.rank().over({ orderBy: [f.pages] }) });
    const grouped = ranked.values("size").annotate({ n: fn.count() });
    await expect(style.call(grouped, "toArray")).rejects.toThrow(
      "Book: 'size' is a window, and PostgreSQL groups before",
    );
    await expect(style.call(grouped, "count")).rejects.toThrow("'size' is a window");
    expect(await style.call(ranked.values("size").distinct(), "count")).toBe(3);
    // Where the rows of a group are told apart, or the window reads what the groups are by, it looks over groups.
    expect(await style.call(ranked.values("id", "size").annotate({ n: fn.count() }), "count")).toBe(4);
    const same = ranked.values("pages", "size").annotate({ n: fn.count() }).orderBy("pages");
    expect(await style.call(same.valuesList("size", "n"), "toArray")).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });
});
