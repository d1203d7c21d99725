import { executeScript } from "../../runtime/executor/index.js";
import { Author, Book, Category, Publisher, Review, Tag } from "../../fixtures/library/generated/index.js";
import { tablesOf } from "../library/library.js";
import { connectOwn } from "../library/own-database.js";

/** A small library on a database of its own: few enough rows to count by hand. Gives what ends it. */
export async function smallLibrary(): Promise<() => Promise<void>> {
  const end = await connectOwn();
  await executeScript(tablesOf("fixtures/library"));
  const [ann, bob] = await Author.objects.bulkCreate([
    { name: "Ann", born: "1950-03-01" },
    { name: "Bob", email: "bob@example.org" },
    { name: "Cy", born: "1999-12-31" },
  ]);
  const [press] = await Publisher.objects.bulkCreate([{ name: "Press", city: "Oslo" }, { name: "Empty" }]);
  const [web, orm, old] = await Tag.objects.bulkCreate([{ name: "web" }, { name: "orm" }, { name: "old" }]);
  if (!ann || !bob || !press || !web || !orm || !old) throw new Error("rows are missing");
  const [django, flask, atlas] = await Book.objects.bulkCreate([
    {
      title: "Django",
      author: ann,
      publisher: press,
      price: "30.00",
      pages: 300,
      rating: 4.5,
      status: "published",
      published: "2020-05-17",
      details: { isbn: "1", languages: ["en", "no"] },
    },
    { title: "Flask", author: ann, price: "20.50", pages: 100, status: "published", published: "2021-01-02" },
    { title: "Atlas", author: bob, publisher: press, price: "99.99", pages: 500, rating: 2 },
  ]);
  if (!django || !flask || !atlas) throw new Error("books are missing");
  await django.tags.add(web, orm);
  await flask.tags.add(web);
  await Review.objects.bulkCreate([
    { book: django, reviewer: "x", stars: 5 },
    { book: django, reviewer: "y", stars: 3 },
    { book: atlas, reviewer: "x", stars: 1 },
  ]);
  const root1 = await Category.objects.create({ name: "all" });
  await Category.objects.create({ name: "computers", parent: root1, startingPoint: django });
  return end;
}
