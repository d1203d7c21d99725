import { describe, expect, test } from "vitest";
import { nearest } from "../../generator/schema/naming/nearest.js";
import {
  byteLength,
  indexName,
  kebabCase,
  lowerCamel,
  shortened,
  snakeCase,
  uniqueName,
} from "../../generator/schema/naming/names.js";

test.each([
  ["Book", "book", "book", "book"],
  ["BookReview", "book_review", "book-review", "bookReview"],
  ["HTTPServer", "http_server", "http-server", "httpServer"],
  ["ISBN", "isbn", "isbn", "isbn"],
  ["createdAt", "created_at", "created-at", "createdAt"],
  ["Area51Map", "area51_map", "area51-map", "area51Map"],
  ["Élan", "élan", "élan", "élan"],
])("%s", (name, snake, kebab, camel) => {
  expect([snakeCase(name), kebabCase(name), lowerCamel(name)]).toEqual([snake, kebab, camel]);
});

describe("names in the database", () => {
  test("are table, columns and kind", () => {
    expect(indexName("library_book", ["author_id", "published"])).toBe(
      "library_book_author_id_published_idx",
    );
    expect(uniqueName("library_book", ["title"])).toBe("library_book_title_key");
  });

  test("are shortened to what PostgreSQL keeps, each to its own", () => {
    const long = (end: string) => indexName("t".repeat(60), ["ü".repeat(30), end]);
    expect(byteLength(long("a"))).toBeLessThanOrEqual(63);
    expect(long("a")).toMatch(/^t+_[0-9a-f]{8}_idx$/);
    expect(long("a")).not.toBe(long("b"));
    expect(long("a")).toBe(long("a"));
    expect(shortened("ü".repeat(40))).toMatch(/^ü+_[0-9a-f]{8}$/);
  });
});

test.each([
  ["titel", ["title", "id"], "title"],
  ["nmae", ["id", "name"], "name"],
  ["maxlength", ["maxLength"], "maxLength"],
  ["int", ["inet", "integer"], "integer"],
  ["kilograms", ["text", "integer"], null],
  ["c", ["a", "b"], null],
])("%s is meant by %j", (name, names, expected) => {
  expect(nearest(name, names)).toBe(expected);
});
