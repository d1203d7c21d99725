import { beforeAll, expect, test } from "vitest";
import { ValidationError } from "../../runtime/index.js";
import { Author, Book, Profile } from "../../fixtures/library/generated/index.js";
import { smallLibrary } from "../expressions/library.js";

beforeAll(smallLibrary);

test("a valid instance passes, in both styles", async () => {
  const book = await Book.objects.get({ title: "Django" });
  await book.validate();
  book.validateSync();
});

test("every field that is wrong is named, and no value is repeated", async () => {
  const author = new Author({ name: "x".repeat(101), email: "not an address" });
  const error = await author.validate().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ValidationError);
  expect((error as ValidationError).errors).toEqual({
    name: ["at most 100 characters, got 101"],
    email: ["an e-mail address is needed"],
  });
  expect((error as Error).message).not.toContain("xxx");
  expect(() => new Profile({ author: 1, website: "ftp//x" }).validateSync()).toThrow(
    "website: a URL with http",
  );
});

test("required fields and wrong types", () => {
  const book = new Book({ title: "x", author: 1, price: "1.00", pages: 1.5 });
  Object.assign(book, { title: null });
  expect(() => book.validateSync()).toThrow(ValidationError);
  expect(() => book.validateSync()).toThrow(/title: a value is required\. pages: .*fraction/);
});

test("what must be unique is asked of the database", async () => {
  await expect(new Author({ name: "z", email: "bob@example.org" }).validate()).rejects.toThrow(
    "email: an Author with this value exists already",
  );
  const django = await Book.objects.get({ title: "Django" });
  const twin = new Book({ title: "Django", author: django.authorId, price: "1.00", pages: 1 });
  expect(() => twin.validateSync()).toThrow("a Book with these values of author, title exists already");
  django.pages = 301;
  await django.validate();
});
