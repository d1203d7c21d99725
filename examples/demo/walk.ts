import {
  Author,
  Book,
  Review,
  atomic,
  atomicSync,
  count,
  not,
  or,
} from "../../fixtures/library/generated/index.js";
import { load } from "./load.js";
import { show, title } from "./show.js";

title("A library is loaded");
await show(() => load());
await show(async () => [
  await Author.objects.count(),
  Book.objects.countSync(),
  await Review.objects.count(),
]);

title("get, in both styles");
await show(async () => (await Book.objects.get({ title: "Emma" })).label);
await show(() => Book.objects.getSync({ title: "Emma" }).label);
await show(() => Book.objects.get({ title: "Ulysses" }));

title("A relation that was not loaded");
await show(async () => {
  const book = await Book.objects.get({ title: "Emma" });
  // The compiler refuses this as well: see above.
  return (book as unknown as { author: Author }).author.name;
});
await show(async () => {
  const book = await Book.objects.selectRelated("author").get({ title: "Emma" });
  return book.author.name;
});
await show(() => Book.objects.getSync({ title: "Emma" }).author.name);

title("for await, and for");
await show(async () => {
  const titles: string[] = [];
  for await (const book of Book.objects.filter({ author__name: "Jane Austen" })) titles.push(book.title);
  return titles;
});
await show(() => {
  const titles: string[] = [];
  for (const book of Book.objects.filter({ author__name: "Jane Austen" })) titles.push(book.title);
  return titles;
});

title("Conditions across relations");
await show(() =>
  Book.objects
    .filter({ tags__name: "gothic", reviews__stars__gte: 5, published__year__lt: 1850 })
    .exclude({ author__name__startswith: "Mary" })
    .distinct()
    .values("title", "author__name")
    .toArray(),
);
await show(() =>
  Book.objects
    .filter(or(Book.q({ pages__gt: 1000 }), not(Book.q({ published__year__gte: 1700 }))))
    .orderBy("-pages")
    .values("title", "pages")
    .toArray(),
);

title("Counts");
await show(() =>
  Author.objects
    .annotate({ written: count(Author.f.books) })
    .filter({ written__gte: 4 })
    .orderBy("-written", "name")
    .values("name", "written")
    .toArray(),
);
await show(async () => {
  const authors = await Author.objects
    .filter({ name__endswith: "Brontë" })
    .prefetchRelated("books")
    .toArray();
  return authors.map((author) => `${author.initials}: ${String(author.books.loaded.length)}`);
});

title("A transaction that is rolled back, in both styles");
await show(() =>
  atomic(async () => {
    await Book.objects.filter({ author__name: "Jane Austen" }).update({ price: "0.00" });
    throw new Error("not for nothing");
  }),
);
await show(() =>
  atomicSync(() => {
    Book.objects.filter({ author__name: "Jane Austen" }).deleteSync();
    throw new Error("not at all");
  }),
);
await show(() => Book.objects.filter({ author__name: "Jane Austen", price__gt: "0.00" }).count());
